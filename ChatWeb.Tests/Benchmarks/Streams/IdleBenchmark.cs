using System.Diagnostics;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>Ten thousand readers who say nothing: how soon they are there, what memory they take and what time.</summary>
internal static class IdleBenchmark
{
    private const int Streams = 10_000;
    private const int Rooms = 500;
    private const int AtOnce = 256;
    private const double ConnectSeconds = 10;
    private const double KilobytesEach = 16;
    private const double PercentOfACore = 2;

    /// <summary>
    /// What idling costs, not what connecting leaves behind: in this time every stream has its first heartbeat, and the
    /// runtime compiles the idling's own code to its best.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(45);

    /// <summary>Two heartbeats of every stream, at the default of 30 s.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(61);

    /// <summary>Opens the streams and leaves them open.</summary>
    public static async Task<(IReadOnlyList<long> Rooms, List<Reader> Readers)> RunAsync(
        ChatWebServer server, Crowd crowd, CancellationToken cancellationToken)
    {
        Report.Title($"stream: {Streams:N0} idle readers, signed in, in {Rooms} rooms");
        var rooms = new long[Rooms];
        for (var i = 0; i < Rooms; i++)
        {
            rooms[i] = await server.NewRoomAsync();
        }

        // What the program itself needs for serving streams, compiled code above all, is not counted to the idle ones.
        await crowd.CloseAsync(await server.OpenAsync(crowd, rooms, Streams / 5, AtOnce, cancellationToken));
        await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        var before = ServerProcess.Resident(server.ProcessId);

        var start = Stopwatch.GetTimestamp();
        var processor = ServerProcess.ProcessorTime(server.ProcessId);
        var readers = await server.OpenAsync(crowd, rooms, Streams, AtOnce, cancellationToken);
        var connect = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Report.Target($"all {Streams:N0} connected and live", connect, ConnectSeconds, " s");
        Report.Line("  CPU a connect, server", $"{(ServerProcess.ProcessorTime(server.ProcessId) - processor).TotalMicroseconds / Streams:F0} µs");
        Report.Line("  resident at once", $"{(ServerProcess.Resident(server.ProcessId) - before) / 1024.0 / Streams:F1} kB a stream");

        await Task.Delay(Settling, cancellationToken);
        processor = ServerProcess.ProcessorTime(server.ProcessId);
        var signals = readers.Sum(reader => reader.Signals);
        start = Stopwatch.GetTimestamp();
        await Task.Delay(Watched, cancellationToken);
        var spent = ServerProcess.ProcessorTime(server.ProcessId) - processor;
        var heartbeats = (double)(readers.Sum(reader => reader.Signals) - signals) / Streams;
        Report.Target("processor while idle, of one core", 100 * (spent / Stopwatch.GetElapsedTime(start)), PercentOfACore, " %");
        Report.Line("  heartbeats in that time", $"{heartbeats:F2} a stream");
        var after = ServerProcess.Resident(server.ProcessId);
        Report.Target("resident memory, after less before", (after - before) / 1024.0 / Streams, KilobytesEach, " kB a stream");
        Report.Line("  before, after", $"{before / 1e6:F0} MB, {after / 1e6:F0} MB; as it stands: no collection is forced");
        if (heartbeats < 1 || readers.Any(reader => reader.Socket < 0))
        {
            throw new InvalidOperationException("Broken: not every idle stream stayed open and had its heartbeats.");
        }

        return (rooms, [.. readers]);
    }
}
