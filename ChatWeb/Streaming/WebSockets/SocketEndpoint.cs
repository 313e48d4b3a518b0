using System.Net.WebSockets;
using ChatWeb.Http;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming.WebSockets;

/// <summary>
/// <c>GET /chat/ws/{roomId}</c>: the same hubs over a WebSocket, which starts in no room and may join several. The room
/// in the path is checked when it opens.
/// </summary>
internal sealed class SocketEndpoint(
    SocketRooms rooms,
    IStreamRights rights,
    OpenStreams open,
    IOptions<StreamOptions> options,
    IServiceScopeFactory scopes,
    IServiceProvider program,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SocketEndpoint> logger)
{
    public async Task ServeAsync(HttpContext context, long roomId)
    {
        Check(context);
        var sink = new WebSocketSink(context.Abort);
        var subscriber = new Subscriber(StreamUser.Of(context.User), sink, options.Value, time);
        if (!open.TryAdd(subscriber))
        {
            throw StreamRefusals.TooMany(options.Value.MaxPerUser);
        }

        try
        {
            await rights.DemandSessionAsync(context, subscriber.User);
            var head = await rooms.HeadAsync(roomId, subscriber.User.UserId, context.RequestAborted) ?? throw Problems.NotFound();
            await LongRequest.LeaveAsync(context, program);
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            sink.Attach(socket);
            await RunAsync(context, socket, subscriber, new ConnectionAck(
                ConnectionAck.Name, roomId, head, time.GetUtcNow(), ConnectionAck.DefaultRetryMs, options.Value.HeartbeatSeconds));
        }
        finally
        {
            subscriber.Abandon();
            open.Remove(subscriber);
        }
    }

    private async Task RunAsync(HttpContext context, WebSocket socket, Subscriber subscriber, ConnectionAck ack)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var session = new SocketSession(subscriber, rooms, rights, scopes, logger);
        subscriber.Open(WebSocketSink.Line(ack).Span);
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            subscriber.Close(ByeReason.Shutdown);
        }

        await using (context.RequestAborted.UnsafeRegister(static state => ((Subscriber)state!).Abandon(), subscriber))
        {
            var reader = new SocketReader(socket, session);
            var reading = reader.RunAsync(ended.Token);
            await Task.WhenAny(reading, subscriber.Completion);
            await SocketClosing.CloseAsync(socket, subscriber, reader, reading);
            await ended.CancelAsync();
            await reading;
        }
    }

    /// <exception cref="ProblemException">426: no WebSocket. 403: a page of another origin would speak with this user's cookie.</exception>
    private static void Check(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            throw new ProblemException(StatusCodes.Status426UpgradeRequired, "upgrade-required", "Open this address as a WebSocket.");
        }

        var own = $"{context.Request.Scheme}://{context.Request.Host}";
        if (context.Request.Headers.Authorization.Count == 0
            && !string.Equals(context.Request.Headers.Origin, own, StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "foreign-origin", "A page of another site may not do this.");
        }
    }
}
