using ChatWeb.Data;
using ChatWeb.Http;

namespace ChatWeb.Streaming.Signals;

/// <summary>The short-lived state of rooms, for those who ask or change it over whatever transport.</summary>
public sealed class RoomSignalState
{
    private readonly TypingBoard _typing;
    private readonly PresenceBoard _presence;
    private readonly IRoomSequences _rooms;

    internal RoomSignalState(TypingBoard typing, PresenceBoard presence, IRoomSequences rooms)
    {
        _typing = typing;
        _presence = presence;
        _rooms = rooms;
    }

    /// <summary>A member types, or has stopped.</summary>
    /// <exception cref="ProblemException">404: there is no such room for the user. 403: they are no member.</exception>
    public async Task TypeAsync(ChatDbContext db, long roomId, StreamUser user, bool isTyping, CancellationToken cancellationToken)
    {
        var access = await _rooms.AccessAsync(db, roomId, user.UserId, cancellationToken);
        if (access != RoomAccess.Member)
        {
            throw Problems.OfStatus(access == RoomAccess.None ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden);
        }

        await _typing.SetAsync(roomId, user, isTyping);
    }

    /// <summary>Somebody said what they typed, or left: they do not type any more.</summary>
    public ValueTask StopTypingAsync(long roomId, Guid userId) => _typing.StopAsync(roomId, userId);

    /// <summary>Who of those who listen to the room in any process has such a name; at most so many.</summary>
    public IReadOnlyList<Guid> Here(long roomId, Func<string, bool> hasName, int most) => _presence.Find(roomId, hasName, most);

    /// <summary>People who listen to the room in any process, and their connections.</summary>
    public (int Users, int Connections) Count(long roomId) => _presence.Count(roomId);
}
