using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming.Feeds;

/// <summary>
/// <c>GET /chat/sse/me</c>: the user's own stream, across rooms. It has no ids: what holds is told when it opens, and
/// whatever changes after.
/// </summary>
internal sealed class MeEndpoint(
    UserFeeds feeds,
    SseStreams streams,
    IOptions<StreamOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    public async Task ServeAsync(HttpContext context)
    {
        try
        {
            using var stream = streams.Register(context, StreamFormat.Json, roomId: null);
            await stream.BeginAsync(Ack(stream.Subscriber.User));
            var me = new MeStream(stream.Subscriber);
            feeds.Add(me);
            try
            {
                await stream.Subscriber.Completion;
            }
            finally
            {
                feeds.Remove(me);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The client left, or the program stops while it opens.
        }
    }

    private ReadOnlyMemory<byte> Ack(StreamUser user) =>
        SseFrames.Json(
            ConnectionAck.Name,
            new MeAck(ConnectionAck.Name, user.UserId, time.GetUtcNow(), ConnectionAck.DefaultRetryMs, options.Value.HeartbeatSeconds),
            retryMilliseconds: ConnectionAck.DefaultRetryMs);
}
