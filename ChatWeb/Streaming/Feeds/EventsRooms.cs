using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming.Feeds;

/// <summary>A room about to be opened on a stream.</summary>
/// <param name="Listener">Joined to the room's hub, not live yet.</param>
/// <param name="Head">The room's newest sequence.</param>
/// <param name="From">The last sequence that the client has.</param>
internal readonly record struct RoomOpening(EventsListener Listener, long Head, long From);

/// <summary>Opens the rooms of streams of many, and follows the user into rooms and out of them.</summary>
internal sealed class EventsRooms(
    RoomReplay replay,
    IUserRooms rooms,
    IDbContextFactory<ChatDbContext> contexts,
    IOptions<StreamOptions> options,
    StreamMeters meters)
{
    /// <summary>Listens first, then looks; nothing is sent yet.</summary>
    /// <exception cref="ProblemException">404: a room that is named is not there for the user. 400: the user has too many rooms to go without names.</exception>
    public async Task<IReadOnlyList<RoomOpening>> JoinAsync(EventsStream stream, ChatDbContext db, CancellationToken cancellationToken)
    {
        if (stream.Request.Rooms is { } named)
        {
            var found = await JoinAsync(stream, db, named, stream.Request.From, isNew: stream.Request.From is null, cancellationToken);
            return found.Count == named.Count ? found : throw Problems.NotFound();
        }

        var own = await rooms.IdsAsync(db, stream.UserId, RoomPositions.MaxRooms + 1, cancellationToken);
        return own.Count <= RoomPositions.MaxRooms
            ? await JoinAsync(stream, db, own, stream.Request.From, isNew: stream.Request.From is null, cancellationToken)
            : throw EventsRequest.TooManyRooms();
    }

    /// <summary>Looks which rooms the user has now: leaves those that are none any more, opens those that came.</summary>
    public async Task FollowAsync(EventsStream stream, CancellationToken cancellationToken)
    {
        IReadOnlyList<RoomOpening> came;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var had = stream.Rooms;
            var has = stream.Request.Rooms?.ToList() ?? await rooms.IdsAsync(db, stream.UserId, RoomPositions.MaxRooms + 1, cancellationToken);
            if (has.Count > RoomPositions.MaxRooms)
            {
                // Rather ended than without some of the rooms: the client is told on its return.
                stream.Close(ByeReason.Expired);
                return;
            }

            foreach (var left in had.Except(has))
            {
                stream.Drop(left);
            }

            came = await JoinAsync(stream, db, [.. has.Except(had)], known: null, isNew: false, cancellationToken);
        }

        await CatchUpAsync(stream, came);
    }

    /// <summary>Brings each room up to date and live, those first that have least to tell.</summary>
    public async Task CatchUpAsync(EventsStream stream, IEnumerable<RoomOpening> openings)
    {
        foreach (var (listener, head, from) in openings.OrderBy(opening => opening.Head - opening.From))
        {
            var sent = from;
            if (from > head || head - from > options.Value.ResumeLimit)
            {
                sent = head;
                meters.Reset(StreamTransport.Sse);
                if (!await stream.ResetAsync(listener, head))
                {
                    continue;
                }
            }

            await replay.CatchUpAsync(listener.Hub, listener, sent, head, page => stream.ReplayAsync(listener, page));
        }
    }

    /// <param name="stream">The stream.</param>
    /// <param name="db">Where to look.</param>
    /// <param name="roomIds">Rooms that the stream does not have.</param>
    /// <param name="known">How far the client has them; where it does not know a room, it starts after the user's joining.</param>
    /// <param name="isNew">Whether the client wants only what happens from now on.</param>
    /// <param name="cancellationToken">The client left.</param>
    private async Task<IReadOnlyList<RoomOpening>> JoinAsync(
        EventsStream stream,
        ChatDbContext db,
        IReadOnlyCollection<long> roomIds,
        RoomPositions? known,
        bool isNew,
        CancellationToken cancellationToken)
    {
        if (roomIds.Count == 0)
        {
            return [];
        }

        var listeners = roomIds.Select(stream.Join).ToList();
        var openings = new List<RoomOpening>(listeners.Count);
        try
        {
            var places = (await rooms.PlacesAsync(db, stream.UserId, roomIds, cancellationToken)).ToDictionary(place => place.RoomId);
            foreach (var listener in listeners)
            {
                if (places.TryGetValue(listener.Hub.RoomId, out var place) && (place.JoinedSeq is not null || stream.Request.Rooms is not null))
                {
                    listener.Hub.Start(place.Head);
                    var from = isNew ? place.Head : known?[place.RoomId] ?? place.JoinedSeq ?? place.Head;
                    stream.Place(listener, from);
                    openings.Add(new RoomOpening(listener, place.Head, from));
                }
            }

            return openings;
        }
        finally
        {
            listeners.Except(openings.Select(opening => opening.Listener)).ToList().ForEach(stream.Drop);
        }
    }
}
