using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ChatWeb.Telemetry;

/// <summary>
/// What streaming measures, as the meter <c>ChatWeb.Streaming</c>
/// (<c>dotnet-counters monitor -n ChatWeb --counters ChatWeb.Streaming</c>). Something is recorded once a batch or once
/// a stream, never once a subscriber of a batch; with nobody listening to the meter it costs next to nothing.
/// <list type="table">
/// <item><term><c>chatweb.streams.open</c></term><description>What clients hold open now; <c>transport</c>: <c>sse</c>, <c>websocket</c>, <c>poll</c>.</description></item>
/// <item><term><c>chatweb.streams.closed</c></term><description>What ended; <c>transport</c>, and <c>reason</c>: see <see cref="StreamEnding"/>. Lag is <c>lagging</c> and <c>stalled</c>.</description></item>
/// <item><term><c>chatweb.streams.resumed</c></term><description>Clients that went on from their place in a room's log; <c>transport</c>.</description></item>
/// <item><term><c>chatweb.streams.reset</c></term><description>Clients told to reload, too far behind or from the future; <c>transport</c>.</description></item>
/// <item><term><c>chatweb.events.delivered</c></term><description>Durable events handed to listeners, each listener's counted; <c>path</c>: <c>live</c>, <c>replay</c>.</description></item>
/// <item><term><c>chatweb.events.publish_to_flush</c></term><description>Seconds from the publishing of a batch's oldest change to its last listener's write. Across machines it includes the difference of their clocks.</description></item>
/// <item><term><c>chatweb.queue.hits</c></term><description>Events read from the broadcast queue.</description></item>
/// <item><term><c>chatweb.bus.entries</c></term><description>Events that came to a hub with their wake-up and cost no read.</description></item>
/// <item><term><c>chatweb.database.reads</c></term><description>Stretches of a log read from the database; <c>cause</c>: <c>missing</c> in the queue, too <c>long</c> for it.</description></item>
/// </list>
/// </summary>
public sealed class StreamMeters
{
    public const string Name = "ChatWeb.Streaming";

    private static readonly TagList Live = new([new("path", "live")]);
    private static readonly TagList Replay = new([new("path", "replay")]);
    private static readonly TagList Missing = new([new("cause", "missing")]);
    private static readonly TagList Long = new([new("cause", "long")]);

    private readonly Meter _meter;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _resumed;
    private readonly Counter<long> _reset;
    private readonly Counter<long> _delivered;
    private readonly Histogram<double> _publishToFlush;
    private readonly Counter<long> _queueHits;
    private readonly Counter<long> _busEntries;
    private readonly Counter<long> _databaseReads;

    public StreamMeters(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _closed = _meter.CreateCounter<long>("chatweb.streams.closed", "{stream}", "What clients held open and that ended.");
        _resumed = _meter.CreateCounter<long>("chatweb.streams.resumed", "{resume}", "Clients that went on from their place in a room's log.");
        _reset = _meter.CreateCounter<long>("chatweb.streams.reset", "{reset}", "Clients told to reload.");
        _delivered = _meter.CreateCounter<long>("chatweb.events.delivered", "{event}", "Durable events handed to listeners.");
        _publishToFlush = _meter.CreateHistogram(
            "chatweb.events.publish_to_flush",
            "s",
            "From the publishing of a batch's oldest change to its last listener's write.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _queueHits = _meter.CreateCounter<long>("chatweb.queue.hits", "{event}", "Events read from the broadcast queue.");
        _busEntries = _meter.CreateCounter<long>("chatweb.bus.entries", "{event}", "Events that came with their wake-up.");
        _databaseReads = _meter.CreateCounter<long>("chatweb.database.reads", "{read}", "Stretches of a log read from the database.");
    }

    /// <summary>Has what is open counted whenever somebody looks at the meter.</summary>
    /// <param name="count">How many streams of a transport are open now.</param>
    public void ObserveOpen(Func<string, int> count) => _meter.CreateObservableUpDownCounter(
        "chatweb.streams.open",
        () => StreamTransport.All.Select(transport => new Measurement<int>(count(transport), Of(transport))),
        "{stream}",
        "What clients hold open.");

    public void Closed(string transport, string reason) => _closed.Add(1, Of(transport), new("reason", reason));

    public void Resumed(string transport) => _resumed.Add(1, Of(transport));

    public void Reset(string transport) => _reset.Add(1, Of(transport));

    /// <summary>The hub handed a batch to its listeners.</summary>
    public void Delivered(long events) => _delivered.Add(events, Live);

    /// <summary>A listener that was behind was sent a page of the log.</summary>
    public void Replayed(long events) => _delivered.Add(events, Replay);

    public void Flushed(TimeSpan sincePublished) => _publishToFlush.Record(Math.Max(0, sincePublished.TotalSeconds));

    public void QueueHits(long events) => _queueHits.Add(events);

    /// <summary>A hub had events in hand that it would have read otherwise.</summary>
    public void Carried(long events) => _busEntries.Add(events);

    public void DatabaseRead(bool isLong) => _databaseReads.Add(1, isLong ? Long : Missing);

    private static KeyValuePair<string, object?> Of(string transport) => new("transport", transport);
}

/// <summary>How a client listens, as the meters call it.</summary>
public static class StreamTransport
{
    public const string Sse = "sse";
    public const string WebSocket = "websocket";
    public const string Poll = "poll";

    public static IReadOnlyList<string> All { get; } = [Sse, WebSocket, Poll];
}

/// <summary>Why a stream ended, as the meters call it, besides what <c>bye</c> says.</summary>
public static class StreamEnding
{
    /// <summary>The client left.</summary>
    public const string Left = "left";

    /// <summary>A write to the client did not end in its time.</summary>
    public const string Stalled = "stalled";

    /// <summary>It never began: an unknown room, an ended session.</summary>
    public const string Refused = "refused";

    /// <summary>A poll that had its answer.</summary>
    public const string Answered = "answered";
}
