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

    public async Task<IReadOnlyDictionary<long, long>> HeadsAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Rooms
            .Where(r => roomIds.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => r.LastSeq, cancellationToken);
    }

    public Task<RoomPlace> NextAsync(ChatDbContext db, long roomId, RoomEventKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var messages = kind == RoomEventKind.NewMessage ? 1 : 0;
        var members = kind switch
        {
            RoomEventKind.MemberJoined => 1,
            RoomEventKind.MemberLeft => -1,
            _ => 0,
        };
        return RoomRow.AdvanceAsync(db, roomId, messages, members, now, cancellationToken);
    }
}
