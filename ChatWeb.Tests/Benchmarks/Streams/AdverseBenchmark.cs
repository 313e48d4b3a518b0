using System.Diagnostics;
using System.Globalization;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>The cases that go wrong: readers who stop reading, very many rooms, everybody back at once, a shutdown.</summary>
internal static class AdverseBenchmark
{
    private const int Crowded = 5_000;
    private const double Milliseconds = 250;

    /// <summary>For what only deliveries into many rooms do.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>One in twenty stops reading, while the room says much; the others must not feel it.</summary>
    public static async Task StalledAsync(ChatWebServer server, Crowd crowd, CancellationToken cancellationToken)
    {
        const int Reading = 950;
        const int Stalled = 50;
        const int PerSecond = 20;
        const double GoneSeconds = 15;
        const double Slower = 1.5; // what a p99 differs by between two runs of the same on a busy machine
        Report.Title($"stream: {Stalled} of {Reading + Stalled:N0} readers stop reading, {PerSecond} long messages a second");
        var room = await server.NewRoomAsync();
        var reading = await server.OpenAsync(crowd, [room], Reading, atOnce: 256, cancellationToken);
        var before = await LoadAsync(seconds: 4);
        Report.Line("the readers, before", before);

        var stalled = server.Readers([room], Stalled, areStalled: true);
        await crowd.OpenAsync(stalled, server.Port, atOnce: 256);
        await crowd.UntilAsync(() => stalled.TrueForAll(reader => reader.HasAsked), 10, "the stalled ones have asked", cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var gone = crowd.UntilAsync(() => stalled.TrueForAll(reader => reader.Socket < 0), 60, "the stalled ones are gone", cancellationToken);
        var goneAfter = gone.ContinueWith(_ => Stopwatch.GetElapsedTime(start).TotalSeconds, TaskScheduler.Default);
        var during = await LoadAsync(seconds: 16);
        Report.Line("the readers, while some stall", during);
        await gone;
        Report.Target("the stalled ones are gone after", await goneAfter, GoneSeconds, " s");
        Report.Target("the readers' p99, over that before", during.P99 / before.P99, Slower, " times");
        Expect(reading.All(reader => reader.OutOfOrder == 0 && reader.Socket >= 0), "a reader lost something beside the stalled ones");
        await crowd.CloseAsync(reading);

        async Task<Latencies> LoadAsync(int seconds)
        {
            var goal = reading.Sum(reader => reader.Count) + ((long)Reading * PerSecond * seconds);
            await crowd.BeginAsync();
            await Load.AtRateAsync(PerSecond, TimeSpan.FromSeconds(seconds), _ => server.PublishAsync(room, Text(3_900)), cancellationToken);
            await crowd.UntilAsync(() => reading.Sum(reader => reader.Count) >= goal, 30, "the readers have all", cancellationToken);
            return new Latencies(await crowd.EndAsync());
        }
    }

    /// <summary>Posts into all these rooms in turn, ten readers in each.</summary>
    public static async Task ManyRoomsAsync(ChatWebServer server, Crowd crowd, IReadOnlyList<long> rooms, IReadOnlyList<Reader> readers, CancellationToken cancellationToken)
    {
        const int PerSecond = 100;
        var duration = TimeSpan.FromSeconds(10);
        Report.Title($"stream: {rooms.Count} rooms with {readers.Count / rooms.Count} readers each, {PerSecond} posts a second all over them");
        await server.WarmUpAsync(await server.NewRoomAsync(), cancellationToken);
        await LoadAsync(WarmUp);
        await crowd.BeginAsync();
        var before = ServerProcess.ProcessorTime(server.ProcessId);
        await LoadAsync(duration);
        var spent = ServerProcess.ProcessorTime(server.ProcessId) - before;
        var delays = new Latencies(await crowd.EndAsync());
        Report.Line("from publish to read", delays);
        Report.Target("  p99", delays.P99, Milliseconds, " ms");
        Report.Line("CPU a post with its deliveries, server", $"{spent.TotalMicroseconds / (PerSecond * duration.TotalSeconds):F0} µs");
        Expect(readers.All(reader => reader.OutOfOrder == 0 && reader.Socket >= 0), "a reader in many rooms lost something");

        async Task LoadAsync(TimeSpan time)
        {
            var goal = crowd.Delivered + (long)(PerSecond * time.TotalSeconds * readers.Count / rooms.Count);
            await Load.AtRateAsync(PerSecond, time, i => server.PublishAsync(rooms[i % rooms.Count], Text(0)), cancellationToken);
            await crowd.UntilAsync(() => crowd.Delivered >= goal, 30, "the rooms have all", cancellationToken);
        }
    }

    /// <summary>A full room: how soon the last reader has a message, then a restart, then a shutdown.</summary>
    public static async Task FullRoomAsync(ChatWebServer server, Crowd crowd, CancellationToken cancellationToken)
    {
        const int Messages = 10;
        Report.Title($"stream: {Crowded:N0} readers in one room");
        var room = await server.NewRoomAsync();
        var readers = await server.OpenAsync(crowd, [room], Crowded, atOnce: 256, cancellationToken);
        await SayAsync(seconds: 30);
        var lasts = new List<double>();
        for (var i = 0; i < Messages; i++)
        {
            await Task.Delay(300, cancellationToken);
            lasts.Add(await SayAsync(seconds: 30));
        }

        var times = new Latencies(lasts);
        Report.Line("one message, until the last one has it", times);
        Report.Target("  the slowest of these", times.Max, Milliseconds, " ms");

        await RestartAsync(server, crowd, room, readers, cancellationToken);
        await ShutDownAsync(server, crowd, readers, cancellationToken);

        async Task<double> SayAsync(double seconds)
        {
            var goal = crowd.Delivered + Crowded;
            var start = Stopwatch.GetTimestamp();
            await server.PublishAsync(room, Text(0));
            await crowd.UntilAsync(() => crowd.Delivered >= goal, seconds, "all have the message", cancellationToken);
            return (crowd.LastDelivery - start) * 1000.0 / Stopwatch.Frequency;
        }
    }

    /// <summary>Killed while people post; started again, all readers are back at once and miss nothing.</summary>
    private static async Task RestartAsync(ChatWebServer server, Crowd crowd, long room, IReadOnlyList<Reader> readers, CancellationToken cancellationToken)
    {
        const int Posts = 20;
        const double BackSeconds = 10;
        var posts = Enumerable.Range(0, Posts).Select(_ => server.PublishAsync(room, Text(0))).ToList();
        await crowd.UntilAsync(() => posts.Exists(post => post.IsCompleted), 10, "a post is stored", cancellationToken);
        server.Program.Kill();
        var stored = await Task.WhenAll(posts.Select(post => post.ContinueWith(p => p.IsCompletedSuccessfully, TaskScheduler.Default)));
        await crowd.UntilAsync(() => readers.All(reader => reader.Socket < 0), 10, "the killed server's connections are gone", cancellationToken);
        await server.Program.StartAsync();

        var start = Stopwatch.GetTimestamp();
        await crowd.OpenAsync(readers, server.Port, atOnce: readers.Count);
        await crowd.UntilAsync(() => readers.All(reader => reader.IsLive), 60, "all are back", cancellationToken);
        var live = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await server.PublishAsync(room, Text(0));
        var head = await server.HeadAsync(room);
        await crowd.UntilAsync(() => readers.All(reader => reader.LastId == head), 30, "all have all", cancellationToken);
        var complete = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Report.Line($"restart while {Posts} posts are under way", $"{stored.Count(s => s)} answered before the kill");
        Report.Target("  all reconnected at once, and live", live, BackSeconds, " s");
        Report.Line("  all complete, up to a message after", $"{complete:F2} s");
        Expect(readers.All(reader => reader.OutOfOrder == 0), "a reader lost or doubled something over the restart");
    }

    private static async Task ShutDownAsync(ChatWebServer server, Crowd crowd, IReadOnlyList<Reader> readers, CancellationToken cancellationToken)
    {
        const double ExitSeconds = 2;
        var exit = await server.Program.StopAsync();
        await crowd.UntilAsync(() => readers.All(reader => reader.Socket < 0), 10, "all connections are closed", cancellationToken);
        Report.Target($"shutdown with {readers.Count:N0} streams open, until the process is gone", exit.TotalSeconds, ExitSeconds, " s");
        Report.Target("  readers without a goodbye", readers.Count(reader => !reader.HasBye), 0);
        Report.Target("  streams that did not end properly", readers.Count(reader => !reader.IsEnded), 0);
    }

    private static string Text(int padding) =>
        string.Create(CultureInfo.InvariantCulture, $"sent={Stopwatch.GetTimestamp()} {new string('.', padding)}");

    private static void Expect(bool kept, string otherwise)
    {
        if (!kept)
        {
            throw new InvalidOperationException($"Broken: {otherwise}.");
        }
    }
}
