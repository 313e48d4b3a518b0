using System.Diagnostics;
using System.Globalization;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>
/// What a delivery costs the server beside a bare loop and SignalR: the three are open at once and loaded in turns, so
/// that whatever else the machine does meets all of them. Every event is as long in all three.
/// </summary>
internal static class DeliveryBenchmark
{
    private const int Streams = 1_000;
    private const int PerSecond = 50;
    private const int Turns = 4;
    private const double OverBare = 2.2;
    private const double OverSignalR = 0.75;

    /// <summary>Deliveries a read, from which on the ratios say more of the machine than of the servers.</summary>
    private const double Busy = 1.5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(ChatWebServer chatWeb, Crowd crowd, CancellationToken cancellationToken)
    {
        Report.Title($"stream: {Streams:N0} readers, {PerSecond} events a second, {Turns} turns of {Turn.TotalSeconds:0} s each");
        await using var bare = await Yardstick.StartAsync(BareServer.Name, cancellationToken);
        await using var signalR = await Yardstick.StartAsync(SignalRServer.Name, cancellationToken);
        var quiet = await chatWeb.NewRoomAsync();
        await chatWeb.WarmUpAsync(quiet, cancellationToken);
        var measured = new List<Measured>();
        var all = new List<Reader>();
        foreach (var server in new IStreamServer[] { chatWeb, bare, signalR })
        {
            var readers = await server.OpenAsync(crowd, Streams, cancellationToken);
            all.AddRange(readers);
            var length = await LengthAsync(server, readers, crowd, cancellationToken);
            measured.Add(new Measured(server, new string('.', Math.Max(0, (measured.Count == 0 ? length : measured[0].Length) - length)), length));
            await LoadAsync(measured[^1], WarmUp, crowd, cancellationToken);
        }

        var posting = TimeSpan.Zero;
        for (var turn = 0; turn < Turns; turn++)
        {
            foreach (var one in measured)
            {
                await MeasureAsync(one, crowd, cancellationToken);
            }

            posting += await ProcessorTimeAsync(chatWeb, () => Load.AtRateAsync(
                PerSecond, Turn, _ => chatWeb.PublishAsync(quiet, Text("")), cancellationToken));
        }

        Tell(measured, posting.TotalMicroseconds / (PerSecond * Turn.TotalSeconds * Turns));
        Check(all[..Streams]);
        await crowd.CloseAsync(all);
    }

    private static void Tell(List<Measured> measured, double perPost)
    {
        var (chatWeb, bare, signalR) = (measured[0], measured[1], measured[2]);
        Report.Line("an event, with its framing", $"{chatWeb.Length} bytes");
        foreach (var one in measured)
        {
            Report.Line($"{one.Server.Name}: CPU a delivery", $"{one.PerDelivery:F1} µs, user and system ({one.Deliveries} deliveries, {one.PerSecond:F0}/s, {one.ARead:F2} a read)");
            Report.Line($"{one.Server.Name}: from publish to read", one.Delays());
        }

        Report.Line("ChatWeb: CPU a post that nobody reads", $"{perPost:F0} µs");
        var net = chatWeb.PerDelivery - (perPost / Streams);
        Report.Line("ChatWeb: a delivery without its posts", $"{net:F1} µs");
        if (measured.Exists(one => one.ARead > Busy))
        {
            Report.Line("the machine is too busy", $"servers fall behind and send several events at once, which the bare loop never does: measure again");
        }

        // The yardsticks keep nothing, ask nobody who they are, and have no log: a delivery is compared with a delivery.
        Report.Target("a delivery without its posts, over the bare loop", net / bare.PerDelivery, OverBare, " times");
        Report.Target("a delivery without its posts, over SignalR", net / signalR.PerDelivery, OverSignalR, " times");
        Report.Line("the same with its posts", $"{chatWeb.PerDelivery / bare.PerDelivery:F2} times, {chatWeb.PerDelivery / signalR.PerDelivery:F2} times");
    }

    /// <summary>The program's promise; of the yardsticks only the number of deliveries counts.</summary>
    private static void Check(List<Reader> readers)
    {
        var bad = readers.Count(reader => reader.OutOfOrder > 0 || reader.Socket < 0);
        if (bad > 0)
        {
            throw new InvalidOperationException($"Broken: {bad} readers did not get each event once and in order.");
        }
    }

    /// <summary>How long an event is on the wire when its text holds the time alone.</summary>
    private static async Task<int> LengthAsync(IStreamServer server, IReadOnlyList<Reader> readers, Crowd crowd, CancellationToken cancellationToken)
    {
        var before = readers[0].Bytes;
        await server.PublishAsync(Text(""), cancellationToken);
        await crowd.UntilAsync(() => readers.All(reader => reader.Count == 1), 10, $"{server.Name} delivers", cancellationToken);
        return (int)(readers[0].Bytes - before);
    }

    private static async Task MeasureAsync(Measured one, Crowd crowd, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var (delivered, reads) = (crowd.Delivered, crowd.Reads);
        await crowd.BeginAsync();
        one.Processor += await ProcessorTimeAsync(one.Server, () => LoadAsync(one, Turn, crowd, cancellationToken));
        one.Add(await crowd.EndAsync());
        one.Deliveries += crowd.Delivered - delivered;
        one.Reads += crowd.Reads - reads;
        one.Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Publishes at the rate and waits until everybody has everything.</summary>
    private static async Task LoadAsync(Measured one, TimeSpan duration, Crowd crowd, CancellationToken cancellationToken)
    {
        var goal = crowd.Delivered + (long)(PerSecond * duration.TotalSeconds * Streams);
        await Load.AtRateAsync(PerSecond, duration, _ => one.Server.PublishAsync(Text(one.Padding), cancellationToken), cancellationToken);
        await crowd.UntilAsync(() => crowd.Delivered >= goal, 30, $"{one.Server.Name} delivers all", cancellationToken);
    }

    private static async Task<TimeSpan> ProcessorTimeAsync(IStreamServer server, Func<Task> work)
    {
        var before = ServerProcess.ProcessorTime(server.ProcessId);
        await work();
        return ServerProcess.ProcessorTime(server.ProcessId) - before;
    }

    private static string Text(string padding) =>
        string.Create(CultureInfo.InvariantCulture, $"sent={Stopwatch.GetTimestamp()} {padding}");

    private sealed class Measured(IStreamServer server, string padding, int length)
    {
        private readonly List<double> _delays = [];

        public IStreamServer Server => server;

        public string Padding => padding;

        public int Length => length;

        public TimeSpan Processor { get; set; }

        public long Deliveries { get; set; }

        public long Reads { get; set; }

        public double Seconds { get; set; }

        public double PerDelivery => Processor.TotalMicroseconds / Deliveries;

        public double PerSecond => Deliveries / Seconds;

        public double ARead => (double)Deliveries / Reads;

        public void Add(IEnumerable<double> delays) => _delays.AddRange(delays);

        public Latencies Delays() => new(_delays);
    }
}
