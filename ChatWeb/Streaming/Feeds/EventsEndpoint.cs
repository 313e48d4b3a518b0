using ChatWeb.Data;
using ChatWeb.Telemetry;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming.Feeds;

/// <summary><c>GET /sse/events</c> and its single channels: the rooms of the caller on one stream, for other programs.</summary>
internal sealed partial class EventsEndpoint(
    RoomHubs hubs,
    EventsRooms rooms,
    EventStreams open,
    UserFeeds feeds,
    SseStreams streams,
    IOptions<StreamOptions> options,
    StreamMeters meters,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<EventsEndpoint> logger)
{
    /// <param name="context">The request.</param>
    /// <param name="single">The one channel of this address; null when the request names them.</param>
    public async Task ServeAsync(HttpContext context, EventChannels? single)
    {
        var request = EventsRequest.Of(context.Request, single);
        try
        {
            using var sse = streams.Register(context, StreamFormat.Json, roomId: null);
            var stream = new EventsStream(sse, request, hubs, time);
            feeds.Add(stream);
            try
            {
                await StreamAsync(context, sse, stream, canChange: single is null);
            }
            finally
            {
                feeds.Remove(stream);
                open.Remove(stream);
                foreach (var roomId in stream.Rooms)
                {
                    stream.Drop(roomId);
                }
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The client left, or the program stops while it opens: the client resumes from what it has.
        }
    }

    private async Task StreamAsync(HttpContext context, SseStream sse, EventsStream stream, bool canChange)
    {
        await OpenAsync(context, sse, stream, canChange);
        while (true)
        {
            await Task.WhenAny(stream.Subscriber.Completion, stream.Changed);
            if (stream.Subscriber.IsClosing)
            {
                await stream.Subscriber.Completion;
                return;
            }

            stream.Rearm();
            await FollowAsync(stream, context.RequestAborted);
        }
    }

    private async Task OpenAsync(HttpContext context, SseStream sse, EventsStream stream, bool canChange)
    {
        var openings = await rooms.JoinAsync(stream, context.RequestServices.GetRequiredService<ChatDbContext>(), context.RequestAborted);
        await sse.BeginAsync(default);
        if (canChange)
        {
            // Before the client hears of it, so that it can change it at once.
            open.Add(stream);
        }

        await stream.GreetAsync(channels => Ack(stream, channels));
        if (stream.Request.From is not null)
        {
            meters.Resumed(StreamTransport.Sse);
        }

        await rooms.CatchUpAsync(stream, openings);
    }

    /// <summary>Nothing that goes wrong here may leave a room out for good: the client resumes and gets it.</summary>
    private async Task FollowAsync(EventsStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await rooms.FollowAsync(stream, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotFollowed(exception, stream.UserId);
            stream.Close(ByeReason.Lagging);
        }
    }

    private EventsAck Ack(EventsStream stream, EventChannels channels) => new(
        ConnectionAck.Name,
        stream.UserId,
        stream.Request.ClientId,
        channels.Names(),
        stream.Rooms,
        time.GetUtcNow(),
        ConnectionAck.DefaultRetryMs,
        options.Value.HeartbeatSeconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A stream of user {UserId} could not follow them into a room; it is opened anew.")]
    private partial void LogNotFollowed(Exception exception, Guid userId);
}
