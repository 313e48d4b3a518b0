using System.Buffers;
using System.Globalization;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Telemetry;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>
/// <c>GET /chat/sse/{roomId}</c>: the room's stream. Subscribe first, then read the head, then replay, then go live:
/// that order leaves no gap, and what was already sent is left out.
/// </summary>
internal sealed class RoomStreamEndpoint(
    RoomHubs hubs,
    RoomReplay replay,
    SseStreams streams,
    IRoomSequences rooms,
    IMessageSequences messages,
    IOptions<StreamOptions> options,
    StreamMeters meters,
    IHostApplicationLifetime lifetime)
{
    public async Task ServeAsync(HttpContext context, long roomId)
    {
        var resume = ResumePoint.Of(context.Request);
        var format = StreamFormatOf(context.Request);
        var hub = hubs.Join(roomId);
        try
        {
            using var stream = streams.Register(context, format, roomId);
            if (await FindAsync(context, roomId, resume) is { } place)
            {
                hub.Start(place.Head);
                await StreamAsync(stream, hub, new RoomSubscription(stream.Subscriber, format), place);
            }
            else
            {
                await Problems.NotFoundAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The client left, or the program stops while it opens: the client resumes from what it has.
        }
        finally
        {
            hubs.Leave(hub);
        }
    }

    /// <summary>Everything that needs the database, while the request still has its scope; null when the room is not to be seen.</summary>
    private async Task<Place?> FindAsync(HttpContext context, long roomId, ResumePoint resume)
    {
        var db = context.RequestServices.GetRequiredService<ChatDbContext>();
        if (await rooms.HeadForAsync(db, roomId, context.User.Id(), context.RequestAborted) is not { } head)
        {
            return null;
        }

        // An unknown message is like an id from the future: the client reloads.
        var from = resume switch
        {
            { Seq: { } seq } => seq,
            { MessageId: 0 } => 0,
            { MessageId: { } id } => await messages.SeqOfAsync(db, roomId, id, context.RequestAborted) ?? long.MaxValue,
            _ => head,
        };
        return new Place(head, from, Resumes: resume != default);
    }

    private async Task StreamAsync(SseStream stream, RoomHub hub, RoomListener listener, Place place)
    {
        var first = new ArrayBufferWriter<byte>(512);
        first.Write(streams.Ack(hub.RoomId, place.Head).Span);
        var sent = place.From;
        if (place.From > place.Head || place.Head - place.From > options.Value.ResumeLimit)
        {
            sent = place.Head;
            meters.Reset(StreamTransport.Sse);
            first.Write(SseFrames.Json(ResetSignal.Name, new ResetSignal(ResetSignal.Name, hub.RoomId, sent), id: sent).Span);
        }
        else if (place.Resumes)
        {
            meters.Resumed(StreamTransport.Sse);
        }

        await stream.BeginAsync(first.WrittenMemory);
        try
        {
            await replay.CatchUpAsync(hub, listener, sent, place.Head, stream.Subscriber.SendAsync);
            await stream.Subscriber.Completion;
        }
        finally
        {
            hub.Remove(listener);
        }
    }

    private static StreamFormat StreamFormatOf(HttpRequest request) =>
        request.Query["format"] == "json" || PrefersJson(request) ? StreamFormat.Json : StreamFormat.Html(CultureInfo.CurrentUICulture);

    /// <summary>Whether JSON is accepted, and nothing that names what the page gets is liked better (RFC 9110, 12.5.1).</summary>
    private static bool PrefersJson(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Quality("application/json") is { } json and > 0 && json >= Math.Max(Quality("text/event-stream") ?? 0, Quality("text/html") ?? 0);

        double? Quality(string type) => accepted.FirstOrDefault(accept => accept.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found.Quality ?? 1
            : null;
    }

    /// <summary>Where the room's log ends, and from where the client goes on.</summary>
    private readonly record struct Place(long Head, long From, bool Resumes);
}
