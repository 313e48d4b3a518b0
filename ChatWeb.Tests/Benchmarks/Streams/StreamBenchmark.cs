using System.Globalization;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>
/// What a stream costs and whether it holds: deliveries beside two yardsticks, then ten thousand idle readers, then
/// the cases that go wrong. One run, one machine, every server a process of its own.
/// </summary>
internal static class StreamBenchmark
{
    /// <summary>The most sockets that one process has open here, and some to spare.</summary>
    private const int OpenFiles = 11_000;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!Libc.IsHere)
        {
            Report.Skipped("stream", "the readers are written for Linux on x64");
            return;
        }

        if (ServerProcess.MaxOpenFiles() is var files and < OpenFiles)
        {
            Report.Skipped("stream", string.Create(CultureInfo.InvariantCulture, $"a process may open {files} files, {OpenFiles} are needed: ulimit -Hn {OpenFiles}"));
            return;
        }

        Report.Line("load before, 1 and 5 minutes", $"{string.Join(" ", File.ReadAllText("/proc/loadavg").Split(' ')[..2])}");
        using var crowd = new Crowd();
        await using (var server = await ChatWebServer.StartAsync())
        {
            await DeliveryBenchmark.RunAsync(server, crowd, cancellationToken);
            await AdverseBenchmark.StalledAsync(server, crowd, cancellationToken);
        }

        await using (var server = await ChatWebServer.StartAsync())
        {
            var (rooms, readers) = await IdleBenchmark.RunAsync(server, crowd, cancellationToken);
            await crowd.CloseAsync(readers[(readers.Count / 2)..]);
            readers.RemoveRange(readers.Count / 2, readers.Count / 2);
            await AdverseBenchmark.ManyRoomsAsync(server, crowd, rooms, readers, cancellationToken);
            await crowd.CloseAsync(readers);
            await AdverseBenchmark.FullRoomAsync(server, crowd, cancellationToken);
        }
    }
}
