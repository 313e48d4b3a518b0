using System.Buffers;
using System.IO.Pipelines;

namespace ChatWeb.Streaming;

/// <summary>Server-Sent Events over a response's own writer.</summary>
/// <param name="writer">The response's body.</param>
/// <param name="format">JSON clients get heartbeats as events, pages as comments.</param>
/// <param name="roomId">The room that the heartbeats name; null for a stream of many.</param>
/// <param name="abort">Cuts the connection.</param>
internal sealed class SseSink(PipeWriter writer, StreamFormat format, long? roomId, Action abort) : ISubscriberSink
{
    private volatile byte[]? _heartbeatId;

    /// <summary>The line with the resume point that heartbeats carry, where a client would not learn it otherwise; null for none.</summary>
    public byte[]? HeartbeatId
    {
        get => _heartbeatId;
        set => _heartbeatId = value;
    }

    public void Write(ReadOnlySpan<byte> events) => writer.Write(events);

    public ValueTask<FlushResult> FlushAsync() => writer.FlushAsync();

    public ReadOnlyMemory<byte> Heartbeat(DateTimeOffset now) =>
        format.IsHtml ? SseFrames.CommentHeartbeat : JsonHeartbeat(now);

    public ReadOnlyMemory<byte> Bye(string reason, int? retryMilliseconds) =>
        SseFrames.Json(ByeSignal.Name, new ByeSignal(ByeSignal.Name, reason), retryMilliseconds: retryMilliseconds);

    public void Abort() => abort();

    private ReadOnlyMemory<byte> JsonHeartbeat(DateTimeOffset now)
    {
        var heartbeat = SseFrames.Json(HeartbeatSignal.Name, new HeartbeatSignal(HeartbeatSignal.Name, roomId, now, now));
        return _heartbeatId is { } id ? (byte[])[.. id, .. heartbeat.Span] : heartbeat;
    }
}
