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

    /// <summary>The three parts, each on a server of its own.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await RunDeliveriesAsync(cancellationToken);
        await RunIdleAsync(cancellationToken);
        await RunFullRoomAsync(cancellationToken);
    }

    /// <summary>Deliveries beside the yardsticks, then with readers who stall.</summary>
    public static Task RunDeliveriesAsync(CancellationToken cancellationToken) => RunAsync(async (server, crowd) =>
    {
        await DeliveryBenchmark.RunAsync(server, crowd, cancellationToken);
        await AdverseBenchmark.StalledAsync(server, crowd, cancellationToken);
    });

    /// <summary>Idle readers, then posts into the rooms of half of them.</summary>
    public static Task RunIdleAsync(CancellationToken cancellationToken) => RunAsync(async (server, crowd) =>
    {
        var (rooms, readers) = await IdleBenchmark.RunAsync(server, crowd, cancellationToken);
        await crowd.CloseAsync(readers[(readers.Count / 2)..]);
        readers.RemoveRange(readers.Count / 2, readers.Count / 2);
        await AdverseBenchmark.ManyRoomsAsync(server, crowd, rooms, readers, cancellationToken);
    });

    /// <summary>One full room: a message, a restart, a shutdown.</summary>
    public static Task RunFullRoomAsync(CancellationToken cancellationToken) =>
        RunAsync((server, crowd) => AdverseBenchmark.FullRoomAsync(server, crowd, cancellationToken));

    private static async Task RunAsync(Func<ChatWebServer, Crowd, Task> measure)
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

        try
        {
            using var crowd = new Crowd();
            await using var server = await ChatWebServer.StartAsync();
            await measure(server, crowd);
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException or HttpRequestException)
        {
            // The other parts are worth measuring all the same.
            Report.Skipped("the rest of this part", exception.Message);
        }

        Report.Line("load of the machine, 1 and 5 minutes", $"{string.Join(" ", File.ReadAllText("/proc/loadavg").Split(' ')[..2])}");
    }
}
