using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ChatWeb.Tests.Redis;
using ChatWeb.Tests.Support;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>
/// What a second node and Redis cost: everybody posts on one node and reads on the other, beside one node alone. The
/// two nodes share a SQLite file, a machine and its cores with Redis and the readers.
/// </summary>
internal static partial class ClusterBenchmark
{
    private const int Rooms = 10;
    private const int Readers = 100;
    private const int PerSecond = 200;
    private const double MedianLimit = 15;
    private const double P99Limit = 100;

    /// <summary>Before anything is measured: what only this load does is compiled by then.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Report.Title($"cluster: {PerSecond} posts a second into {Rooms} rooms, {Readers / Rooms} readers in each, times from post to delivery");
        await using (var alone = await ChatWebServer.StartAsync())
        {
            var (delays, _) = await MeasureAsync(alone, alone.Program, redis: null, cancellationToken);
            Report.Line("one node, no Redis", delays);
        }

        await using var redis = await RedisServer.StartAsync();
        await using var first = await ChatWebServer.StartAsync(("ConnectionStrings__Redis", redis.Setting));
        await using var second = await ChatWebServer.StartProgramAsync(
            ("ConnectionStrings__Redis", redis.Setting), ("ConnectionStrings__Chat", $"Data Source={first.Program.DatabaseFile}"));
        var (across, commands) = await MeasureAsync(first, second, redis, cancellationToken);
        Report.Line("posted on one node, read on the other", across);
        Report.Target("  median", across.Median, MedianLimit, " ms");
        Report.Target("  p99", across.P99, P99Limit, " ms");

        var posts = PerSecond * Measured.TotalSeconds;
        Report.Line("Redis commands a post, both nodes, all kinds", $"{commands.Values.Sum() / posts:F2}: {string.Join(", ", commands.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value / posts:F2}"))}");
        var reads = commands.Where(c => c.Key is "get" or "mget" or "hget" or "hmget" or "hgetall").Sum(c => c.Value);
        Report.Target("  reads of Redis a delivered event", reads / (posts * Readers / Rooms), 1.0 * Rooms / Readers);
    }

    /// <summary>Posts on one program and reads on another (or the same); also the commands that Redis served meanwhile.</summary>
    private static async Task<(Latencies Delays, IReadOnlyDictionary<string, long> Commands)> MeasureAsync(
        ChatWebServer posting, ChatServer reading, RedisServer? redis, CancellationToken cancellationToken)
    {
        using var crowd = new Crowd();
        var rooms = new long[Rooms];
        for (var i = 0; i < Rooms; i++)
        {
            rooms[i] = await posting.NewRoomAsync();
        }

        var readers = posting.Readers(rooms, Readers);
        await crowd.OpenAsync(readers, reading.Address.Port, atOnce: 256);
        await crowd.UntilAsync(() => readers.All(reader => reader.IsLive), 30, "all are live", cancellationToken);
        await posting.WarmUpAsync(await posting.NewRoomAsync(), cancellationToken);
        await LoadAsync(WarmUp);

        var before = await CommandsAsync(redis);
        await crowd.BeginAsync();
        await LoadAsync(Measured);
        var delays = new Latencies(await crowd.EndAsync());
        var after = await CommandsAsync(redis);
        if (readers.Any(reader => reader.OutOfOrder > 0 || reader.Socket < 0))
        {
            throw new InvalidOperationException("Broken: a reader did not get each event once and in order.");
        }

        return (delays, after.ToDictionary(c => c.Key, c => c.Value - before.GetValueOrDefault(c.Key)));

        async Task LoadAsync(TimeSpan duration)
        {
            var goal = crowd.Delivered + (long)(PerSecond * duration.TotalSeconds * Readers / Rooms);
            await Load.AtRateAsync(PerSecond, duration, i => posting.PublishAsync(rooms[i % Rooms], Text()), cancellationToken);
            await crowd.UntilAsync(() => crowd.Delivered >= goal, 30, "the readers have all", cancellationToken);
        }
    }

    /// <summary>How often Redis was asked for what, those that are asked here left out.</summary>
    private static async Task<Dictionary<string, long>> CommandsAsync(RedisServer? redis) =>
        redis is null
            ? []
            : CommandStatistics().Matches(await redis.AskAsync("info", "commandstats"))
                .Select(match => (Name: match.Groups["name"].Value, Calls: long.Parse(match.Groups["calls"].Value, CultureInfo.InvariantCulture)))
                .Where(command => command.Name is not ("info" or "command" or "command|docs"))
                .ToDictionary(command => command.Name, command => command.Calls);

    private static string Text() => string.Create(CultureInfo.InvariantCulture, $"sent={Stopwatch.GetTimestamp()} as long as people write them");

    [GeneratedRegex("""^cmdstat_(?<name>[^:]+):calls=(?<calls>\d+)""", RegexOptions.Multiline)]
    private static partial Regex CommandStatistics();
}
