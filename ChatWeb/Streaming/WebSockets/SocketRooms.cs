using System.Globalization;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming.WebSockets;

/// <summary>Opens the rooms that sockets join.</summary>
internal sealed class SocketRooms(
    RoomHubs hubs,
    RoomReplay replay,
    IRoomSequences rooms,
    IDbContextFactory<ChatDbContext> contexts,
    IOptions<StreamOptions> options,
    StreamMeters meters)
{
    /// <summary>Rooms that one socket may listen to at once.</summary>
    private const int MaxJoined = 50;

    /// <summary>Begins to listen, from a place in the log or from now on; in a room joined before, anew.</summary>
    /// <exception cref="ProblemException">404: there is no such room, or none that this user may know of. 400: too many rooms.</exception>
    public async Task JoinAsync(
        Subscriber subscriber,
        Dictionary<long, SocketListener> joined,
        long roomId,
        long? after,
        CancellationToken cancellationToken)
    {
        Leave(joined, roomId);
        if (joined.Count >= MaxJoined)
        {
            throw SocketCommand.Bad(string.Create(CultureInfo.InvariantCulture, $"A socket may be in {MaxJoined} rooms at once; leave one first."));
        }

        // Listen first, then look: what comes after the look is heard.
        var listener = joined[roomId] = new SocketListener(subscriber, hubs.Join(roomId));
        try
        {
            await OpenAsync(subscriber, listener, after, cancellationToken);
        }
        catch (Exception)
        {
            Leave(joined, roomId);
            throw;
        }
    }

    /// <summary>Stops listening to a room; false when the socket was in no such room.</summary>
    public bool Leave(Dictionary<long, SocketListener> joined, long roomId)
    {
        if (!joined.Remove(roomId, out var listener))
        {
            return false;
        }

        listener.Stop();
        hubs.Leave(listener.Hub);
        return true;
    }

    public void LeaveAll(Dictionary<long, SocketListener> joined)
    {
        foreach (var roomId in joined.Keys.ToList())
        {
            Leave(joined, roomId);
        }
    }

    /// <summary>The room's head, or null when it is not there or hidden from this user.</summary>
    public async Task<long?> HeadAsync(long roomId, Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await rooms.HeadForAsync(db, roomId, userId, cancellationToken);
    }

    private async Task OpenAsync(Subscriber subscriber, SocketListener listener, long? after, CancellationToken cancellationToken)
    {
        var roomId = listener.Hub.RoomId;
        var head = await HeadAsync(roomId, subscriber.User.UserId, cancellationToken) ?? throw Problems.NotFound();
        listener.Hub.Start(head);
        subscriber.Send(WebSocketSink.Line(new SocketJoined(roomId, head)), events: 1);
        var sent = after ?? head;
        if (sent > head || head - sent > options.Value.ResumeLimit)
        {
            sent = head;
            meters.Reset(StreamTransport.WebSocket);
            subscriber.Send(WebSocketSink.Line(new ResetSignal(ResetSignal.Name, roomId, head)), events: 1);
        }
        else if (after is not null)
        {
            meters.Resumed(StreamTransport.WebSocket);
        }

        await replay.CatchUpAsync(listener.Hub, listener, sent, head, listener.ReplayAsync);
    }
}
