using System.Buffers;
using System.Globalization;
using System.Net.Mime;
using ChatWeb.Data;
using ChatWeb.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>
/// <c>GET /chat/sse/{roomId}</c>: the room's stream. Subscribe first, then read the head, then replay, then go live:
/// that order leaves no gap, and what was already sent is left out.
/// </summary>
internal sealed class RoomStreamEndpoint(
    RoomHubs hubs,
    RoomEventReader reader,
    FrameRenderer renderer,
    RoomDoor door,
    IRoomSequences rooms,
    IMessageSequences messages,
    IOptions<StreamOptions> options,
    IHostApplicationLifetime lifetime,
    IServiceProvider program,
    TimeProvider time)
{
    /// <summary>Entries replayed between two flushes.</summary>
    private const int ReplayPage = 200;

    /// <summary>A day, in seconds: timers take no number that is much larger.</summary>
    private const double LongestFlush = 24 * 60 * 60;

    public async Task ServeAsync(HttpContext context, long roomId)
    {
        var hub = hubs.Join(roomId);
        try
        {
            if (await OpenAsync(context, roomId) is not { } opening)
            {
                await Problems.NotFoundAsync(context);
                return;
            }

            hub.Start(opening.Head);
            await RequestScope.EndAsync(context, program);
            await StreamAsync(context, hub, opening);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The client left, or the program stops while it replays: the client resumes from what it has.
        }
        finally
        {
            hubs.Leave(hub);
        }
    }

    /// <summary>Everything that needs the database, while the request still has its scope; null when the room is not to be seen.</summary>
    private async Task<Opening?> OpenAsync(HttpContext context, long roomId)
    {
        var resume = ResumePoint.Of(context.Request);
        var db = context.RequestServices.GetRequiredService<ChatDbContext>();
        var user = context.User.Id();
        if (await rooms.HeadForAsync(db, roomId, user, context.RequestAborted) is not { } head)
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
        return new Opening(user, head, from, WantsJson(context.Request) ? StreamFormat.Json : StreamFormat.Html(CultureInfo.CurrentUICulture));
    }

    private async Task StreamAsync(HttpContext context, RoomHub hub, Opening opening)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        var writer = response.BodyWriter;
        var ack = new ConnectionAck(
            ConnectionAck.Name, hub.RoomId, opening.Head, time.GetUtcNow(), ConnectionAck.DefaultRetryMs, options.Value.HeartbeatSeconds);
        writer.Write(SseFrames.Json(ConnectionAck.Name, ack, retryMilliseconds: ConnectionAck.DefaultRetryMs).Span);
        var sent = opening.From;
        if (opening.From > opening.Head || opening.Head - opening.From > options.Value.ResumeLimit)
        {
            sent = opening.Head;
            writer.Write(SseFrames.Json(ResetSignal.Name, new ResetSignal(ResetSignal.Name, hub.RoomId, sent), id: sent).Span);
        }

        var subscriber = new Subscriber(opening.UserId, opening.Format, writer, context.Abort, options.Value, time);
        bool isThere;
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping))
        {
            await FlushAsync(context, stop.Token);
            isThere = await ReplayAsync(hub, subscriber, sent, opening.Head, context, stop.Token);
        }

        if (isThere)
        {
            await StayAsync(hub, subscriber, context.RequestAborted);
        }
    }

    /// <summary>
    /// Sends what the log has after <paramref name="sent"/>, page by page, until the subscriber is up to date and live,
    /// or shown out. False when the client left.
    /// </summary>
    private async Task<bool> ReplayAsync(RoomHub hub, Subscriber subscriber, long sent, long head, HttpContext context, CancellationToken cancellationToken)
    {
        while (!hub.TryGoLive(subscriber, sent, out var cursor))
        {
            var entries = await reader.ReadAsync(hub.RoomId, sent, Math.Min(cursor, sent + ReplayPage), cancellationToken);
            if (entries.Count == 0)
            {
                throw new InvalidOperationException($"Room {hub.RoomId}'s log ends at {sent}, before its hub's cursor {cursor}.");
            }

            if (entries.Any(entry => entry.Seq > head && entry.Kind == RoomEventKind.MemberLeft))
            {
                // The room was found open at the head. Who left after it and before being live, the hub does not show out.
                await door.ShowOutAsync(hub.RoomId, [subscriber], cancellationToken);
                if (subscriber.IsClosing)
                {
                    return true;
                }
            }

            var batch = await renderer.RenderAsync(hub.RoomId, entries, subscriber.Format);
            context.Response.BodyWriter.Write(batch.After(sent).Bytes.Span);
            if (!await FlushAsync(context, cancellationToken))
            {
                return false;
            }

            sent = batch.LastSeq;
        }

        return true;
    }

    /// <summary>False when the client left. One that does not read is cut off, as the sweep does it with those that are live.</summary>
    private async Task<bool> FlushAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(Math.Min(options.Value.FlushSeconds, LongestFlush)));
        try
        {
            return !(await context.Response.BodyWriter.FlushAsync(patience.Token)).IsCompleted;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            context.Abort();
            return false;
        }
    }

    private async Task StayAsync(RoomHub hub, Subscriber subscriber, CancellationToken aborted)
    {
        try
        {
            await using (aborted.UnsafeRegister(static state => ((Subscriber)state!).Abandon(), subscriber))
            {
                if (lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    subscriber.Close(ByeReason.Shutdown);
                }

                await subscriber.Completion;
            }
        }
        finally
        {
            // However it ended: a hub that is just sending must not touch the response any more.
            subscriber.Abandon();
            hub.Remove(subscriber);
        }
    }

    private static bool WantsJson(HttpRequest request) =>
        request.Query["format"] == "json"
        || request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == MediaTypeNames.Application.Json);

    private sealed record Opening(Guid UserId, long Head, long From, StreamFormat Format);
}
