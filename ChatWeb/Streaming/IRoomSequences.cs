using ChatWeb.Data;

namespace ChatWeb.Streaming;

/// <summary>What streaming asks of rooms; the rooms' feature answers.</summary>
public interface IRoomSequences
{
    /// <summary>The room's newest sequence, or null when the room is not there or hidden from this user.</summary>
    Task<long?> HeadForAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken);

    /// <summary>The room's newest sequence, 0 when it has none.</summary>
    Task<long> HeadAsync(ChatDbContext db, long roomId, CancellationToken cancellationToken);

    /// <summary>The newest sequences of many rooms in one query.</summary>
    Task<IReadOnlyDictionary<long, long>> HeadsAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the room's next sequence inside the running transaction and keeps other writers of the room waiting
    /// until it ends. Only <see cref="RoomLog"/> calls it.
    /// </summary>
    Task<long> NextAsync(ChatDbContext db, long roomId, CancellationToken cancellationToken);
}
