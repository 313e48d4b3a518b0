using System.Text.Json;
using ChatWeb.Data;

namespace ChatWeb.Streaming.Feeds;

/// <summary>A room that a user belongs to, and what of it is unread.</summary>
/// <param name="LastNumber">The number of the newest message.</param>
/// <param name="LastReadNumber">The number of the newest message that the user has read.</param>
public readonly record struct UserRoom(Guid UserId, long RoomId, long LastNumber, long LastReadNumber, long MentionCount);

/// <summary>Where a user stands in a room's log.</summary>
/// <param name="Head">The room's newest sequence.</param>
/// <param name="JoinedSeq">The sequence at which the user joined, 0 when they made the room; null when they only read it.</param>
public readonly record struct UserRoomPlace(long RoomId, long Head, long? JoinedSeq);

/// <summary>What feeds ask of rooms; the rooms' feature answers. The caller keeps each question to a few hundred users or rooms.</summary>
public interface IUserRooms
{
    /// <summary>All rooms that these users belong to.</summary>
    Task<IReadOnlyList<UserRoom>> OfAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);

    /// <summary>The numbers of the rooms' newest messages; a room that is gone is left out.</summary>
    Task<IReadOnlyDictionary<long, long>> LastNumbersAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken);

    /// <summary>How many messages of the room that name them these members have not read; who is none is left out.</summary>
    Task<IReadOnlyDictionary<Guid, long>> MentionCountsAsync(long roomId, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);

    /// <summary>Rooms as the JSON API shows them to the user, by id; those that are not there for them are left out.</summary>
    Task<IReadOnlyDictionary<long, JsonElement>> ViewsAsync(Guid userId, IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken);

    /// <summary>The first so many of the rooms that the user belongs to.</summary>
    Task<IReadOnlyList<long>> IdsAsync(ChatDbContext db, Guid userId, int most, CancellationToken cancellationToken);

    /// <summary>The user's place in those of these rooms that they may read.</summary>
    Task<IReadOnlyList<UserRoomPlace>> PlacesAsync(ChatDbContext db, Guid userId, IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken);
}
