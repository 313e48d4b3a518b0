using ChatWeb.Data;

namespace ChatWeb.Streaming;

/// <summary>Where a room stands after a change.</summary>
/// <param name="Seq">The change's own place in the room's sequence.</param>
/// <param name="LastNumber">The number of the newest message; that of the message itself when the change is one.</param>
public readonly record struct RoomPlace(long Seq, long LastNumber);

/// <summary>What a user may do in a room.</summary>
public enum RoomAccess
{
    /// <summary>There is no such room, or none that the user may know of.</summary>
    None = 0,

    /// <summary>Read and listen.</summary>
    Reader,

    /// <summary>Take part.</summary>
    Member,
}

/// <summary>What streaming asks of rooms; the rooms' feature answers.</summary>
public interface IRoomSequences
{
    /// <summary>The room's newest sequence, or null when the room is not there or hidden from this user.</summary>
    Task<long?> HeadForAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken);

    /// <summary>What the user may do in the room.</summary>
    Task<RoomAccess> AccessAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken);

    /// <summary>Those of these users who may read the room.</summary>
    Task<IReadOnlySet<Guid>> ReadersAsync(ChatDbContext db, long roomId, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);

    /// <summary>The newest sequences of many rooms in one query.</summary>
    Task<IReadOnlyDictionary<long, long>> HeadsAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the room's next sequence, and whatever else of the room a change of that kind moves, inside the running
    /// transaction; other writers of the room wait until it ends. Only <see cref="RoomLog"/> calls it.
    /// </summary>
    /// <exception cref="Http.ProblemException">404: there is no such room, or not any more.</exception>
    Task<RoomPlace> NextAsync(ChatDbContext db, long roomId, RoomEventKind kind, DateTimeOffset now, CancellationToken cancellationToken);
}
