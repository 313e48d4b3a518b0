using ChatWeb.Telemetry;

namespace ChatWeb.Streaming;

/// <summary>Anything that a client holds open: an event stream, a WebSocket, a poll that waits.</summary>
internal interface IOpenStream
{
    StreamUser User { get; }

    /// <summary>One of <see cref="StreamTransport"/>.</summary>
    string Transport { get; }

    /// <summary>Why it ended, of <see cref="ByeReason"/> and <see cref="StreamEnding"/>; while it is open, why it would if its client left.</summary>
    string Ending { get; }

    /// <summary>Ends when nothing more will be written.</summary>
    Task Completion { get; }

    /// <summary>The process's one timer passes by, about once a second: time for a heartbeat, or to end. Returns at once.</summary>
    void Tick(SweepMoment now);

    /// <summary>Says goodbye after what waits, and ends. Harmless when repeated.</summary>
    void Close(string reason, int? retryMilliseconds = null);

    /// <summary>Cuts the connection.</summary>
    void Abort();
}

/// <summary>When a sweep passes.</summary>
/// <param name="Timestamp">The clock's ticks.</param>
/// <param name="Slack">Half the time until the next sweep, in ticks: what is due by then is done now, a little early instead of late.</param>
/// <param name="Time">The same moment for people.</param>
internal readonly record struct SweepMoment(long Timestamp, long Slack, DateTimeOffset Time);
