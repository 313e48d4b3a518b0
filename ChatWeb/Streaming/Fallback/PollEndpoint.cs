using System.Globalization;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Telemetry;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming.Fallback;

/// <summary>
/// <c>GET /chat/poll/{roomId}</c>: the room's changes without a stream, for whom streams do not reach. At once, or with
/// <c>wait</c> when there is one: the request then listens to the hub like a stream, with no timer and no query of its own.
/// </summary>
internal sealed class PollEndpoint(
    RoomHubs hubs,
    PollReader reader,
    RoomDoor door,
    OpenStreams open,
    IStreamRights rights,
    IRoomSequences rooms,
    IOptions<StreamOptions> options,
    StreamMeters meters,
    IHostApplicationLifetime lifetime,
    IServiceProvider program,
    TimeProvider time)
{
    public async Task ServeAsync(HttpContext context, long roomId)
    {
        var asked = PollRequest.Of(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        if (asked.WaitSeconds == 0)
        {
            var head = await HeadAsync(context, roomId);
            await AnswerAsync(context, roomId, asked, head, context.RequestAborted);
            return;
        }

        var hub = hubs.Join(roomId);
        try
        {
            await HoldAsync(context, hub, asked);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left.
        }
        finally
        {
            hubs.Leave(hub);
        }
    }

    /// <summary>Registers and subscribes first, then looks: what comes after the look wakes the poll.</summary>
    private async Task HoldAsync(HttpContext context, RoomHub hub, PollRequest asked)
    {
        var poll = new HeldPoll(StreamUser.Of(context.User), time.GetTimestamp() + (asked.WaitSeconds * time.TimestampFrequency), context.Abort);
        if (!open.TryAdd(poll))
        {
            throw StreamRefusals.TooMany(options.Value.MaxPerUser);
        }

        try
        {
            await rights.DemandSessionAsync(context, poll.User);
            var head = await HeadAsync(context, hub.RoomId);
            hub.Start(head);
            if (head == asked.After)
            {
                await RequestScope.EndAsync(context, program);
                head = await WaitAsync(context, hub, poll, asked.After);
            }

            if (poll.Refusal is { } status)
            {
                await Problems.WriteAsync(context, Problems.OfStatus(status));
                return;
            }

            await AnswerAsync(context, hub.RoomId, asked, head, CancellationToken.None);
        }
        finally
        {
            hub.Remove(poll);
            open.Remove(poll);
        }
    }

    /// <summary>The head after the wait; still <paramref name="after"/> when nothing came in time.</summary>
    private async Task<long> WaitAsync(HttpContext context, RoomHub hub, HeldPoll poll, long after)
    {
        if (!hub.TryGoLive(poll, after, out var cursor))
        {
            // The room was found open at the head, and has moved on since: whoever left meanwhile hears nothing of it.
            await door.ShowOutAsync(hub.RoomId, [poll], context.RequestAborted);
            return cursor;
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return after;
        }

        await using (context.RequestAborted.UnsafeRegister(static state => ((HeldPoll)state!).Abort(), poll))
        {
            await poll.Completion;
        }

        context.RequestAborted.ThrowIfCancellationRequested();
        return Math.Max(poll.Head, after);
    }

    /// <exception cref="ProblemException">404: there is no such room, or none that this user may know of.</exception>
    private async Task<long> HeadAsync(HttpContext context, long roomId)
    {
        var db = context.RequestServices.GetRequiredService<ChatDbContext>();
        return await rooms.HeadForAsync(db, roomId, context.User.Id(), context.RequestAborted) ?? throw Problems.NotFound();
    }

    private async Task AnswerAsync(HttpContext context, long roomId, PollRequest asked, long head, CancellationToken cancellationToken)
    {
        if (head == asked.After)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var culture = asked.AsHtml ? CultureInfo.CurrentUICulture : null;
        var isReset = asked.After > head || head - asked.After > options.Value.ResumeLimit;
        if (isReset)
        {
            meters.Reset(StreamTransport.Poll);
        }

        var answer = isReset
            ? PollAnswer.Reset(roomId, head)
            : await reader.ReadAsync(roomId, asked.After, head, culture, cancellationToken);
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(answer, cancellationToken);
    }
}
