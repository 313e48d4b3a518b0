using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>Opens event streams: what all of them have in common, whatever they carry.</summary>
internal sealed class SseStreams(
    OpenStreams open,
    IStreamRights rights,
    IOptions<StreamOptions> options,
    IHostApplicationLifetime lifetime,
    IServiceProvider program,
    TimeProvider time)
{
    /// <summary>
    /// Registers a stream for the request's user, so that from now on it ends with their session. Nothing is sent yet.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="format">In which form the client gets heartbeats.</param>
    /// <param name="roomId">The room that the heartbeats name; null for a stream of many.</param>
    /// <exception cref="Http.ProblemException">429: the user holds as many streams as they may.</exception>
    public SseStream Register(HttpContext context, StreamFormat format, long? roomId)
    {
        var sink = new SseSink(context.Response.BodyWriter, format, roomId, context.Abort);
        var subscriber = new Subscriber(StreamUser.Of(context.User), sink, options.Value, time);
        if (!open.TryAdd(subscriber))
        {
            throw StreamRefusals.TooMany(options.Value.MaxPerUser);
        }

        return new SseStream(context, sink, subscriber, open, rights, lifetime, program);
    }

    /// <summary>The first event of a stream.</summary>
    public ReadOnlyMemory<byte> Ack(long? roomId, long? head) =>
        SseFrames.Json(
            ConnectionAck.Name,
            new ConnectionAck(ConnectionAck.Name, roomId, head, time.GetUtcNow(), ConnectionAck.DefaultRetryMs, options.Value.HeartbeatSeconds),
            retryMilliseconds: ConnectionAck.DefaultRetryMs);
}
