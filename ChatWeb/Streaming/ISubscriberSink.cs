using System.IO.Pipelines;
using ChatWeb.Telemetry;

namespace ChatWeb.Streaming;

/// <summary>
/// How a subscriber's bytes reach its client: Server-Sent Events over a response, or a WebSocket. A subscriber calls
/// one method at a time.
/// </summary>
internal interface ISubscriberSink
{
    /// <summary>One of <see cref="StreamTransport"/>.</summary>
    string Transport => StreamTransport.Sse;

    /// <summary>Takes whole events, in the transport's own form; they leave with the next flush.</summary>
    void Write(ReadOnlySpan<byte> events);

    /// <summary>Sends what was written. Completed in the result means that the client is gone.</summary>
    ValueTask<FlushResult> FlushAsync();

    /// <summary>What keeps the connection awake.</summary>
    ReadOnlyMemory<byte> Heartbeat(DateTimeOffset now);

    /// <summary>The goodbye, and in how many milliseconds the client should come back, where that is not at its own choice.</summary>
    ReadOnlyMemory<byte> Bye(string reason, int? retryMilliseconds);

    /// <summary>Cuts the connection.</summary>
    void Abort();
}
