using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Rooms;

/// <summary>What streaming must know of rooms: who may listen, how far a room's log reaches, and its next place.</summary>
internal sealed class RoomSequences(IDbContextFactory<ChatDbContext> contexts) : IRoomSequences
{
    /// <summary>Below every engine's limit on parameters.</summary>
    private const int UsersPerQuery = 500;

    public async Task<long?> HeadForAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken) =>
        await db.Rooms
            .VisibleTo(userId, db)
            .Where(r => r.Id == roomId)
            .Select(r => (long?)r.LastSeq)
            .SingleOrDefaultAsync(cancellationToken);

    public async Task<RoomAccess> AccessAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken) =>
        await db.Rooms
            .VisibleTo(userId, db)
            .Where(r => r.Id == roomId)
            .Select(r => db.RoomMembers.Any(m => m.RoomId == r.Id && m.UserId == userId) ? RoomAccess.Member : RoomAccess.Reader)
            .SingleOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlySet<Guid>> ReadersAsync(ChatDbContext db, long roomId, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        if (await db.Rooms.AnyAsync(r => r.Id == roomId && r.Kind == RoomKind.Public, cancellationToken))
        {
            return userIds.ToHashSet();
        }

        var readers = new HashSet<Guid>();
        foreach (var some in userIds.Chunk(UsersPerQuery))
        {
            readers.UnionWith(await db.RoomMembers
                .Where(m => m.RoomId == roomId && some.Contains(m.UserId) && db.Rooms.Any(r => r.Id == roomId))
                .Select(m => m.UserId)
                .ToListAsync(cancellationToken));
        }

        return readers;
    }

    public async Task<IReadOnlyDictionary<long, long>> HeadsAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Rooms
            .Where(r => roomIds.Contains(r.Id))
            .Select(r => new { r.Id, r.LastSeq })
            .ToDictionaryAsync(r => r.Id, r => r.LastSeq, cancellationToken);
    }

    public async Task<RoomPlace> NextAsync(ChatDbContext db, long roomId, RoomEventKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var messages = kind == RoomEventKind.NewMessage ? 1 : 0;
        var members = kind switch
        {
            RoomEventKind.MemberJoined => 1,
            RoomEventKind.MemberLeft => -1,
            _ => 0,
        };
        return await RoomRow.AdvanceAsync(db, roomId, messages, members, now, cancellationToken) ?? throw Problems.NotFound();
    }
}
