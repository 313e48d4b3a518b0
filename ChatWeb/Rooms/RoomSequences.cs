using ChatWeb.Data;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Rooms;

/// <summary>What streaming must know of rooms: who may listen, how far a room's log reaches, and its next place.</summary>
internal sealed class RoomSequences(IDbContextFactory<ChatDbContext> contexts) : IRoomSequences
{
    public async Task<long?> HeadForAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken) =>
        await db.Rooms
            .VisibleTo(userId, db)
            .Where(r => r.Id == roomId)
            .Select(r => (long?)r.LastSeq)
            .SingleOrDefaultAsync(cancellationToken);

    public async Task<long> HeadAsync(ChatDbContext db, long roomId, CancellationToken cancellationToken) =>
        await db.Rooms.Where(r => r.Id == roomId).Select(r => r.LastSeq).SingleOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<long, long>> HeadsAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Rooms
            .Where(r => roomIds.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => r.LastSeq, cancellationToken);
    }

    public async Task<long> NextAsync(ChatDbContext db, long roomId, CancellationToken cancellationToken)
    {
        // The update locks the room's row until the commit, so that commit order is sequence order.
        var rows = await db.Rooms
            .Where(r => r.Id == roomId)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.LastSeq, r => r.LastSeq + 1), cancellationToken);
        return rows == 1
            ? await HeadAsync(db, roomId, cancellationToken)
            : throw new InvalidOperationException($"Room {roomId} is not there to append to.");
    }
}
