using System.Text.Json;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Messages.Mentions;
using ChatWeb.Streaming.Feeds;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Rooms;

/// <summary>What the users' own streams must know of rooms: who belongs where, and what of it is unread.</summary>
internal sealed class UserRooms(IDbContextFactory<ChatDbContext> contexts) : IUserRooms
{
    public async Task<IReadOnlyList<UserRoom>> OfAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.RoomMembers
            .Where(m => userIds.Contains(m.UserId))
            .Join(
                db.Rooms,
                m => m.RoomId,
                r => r.Id,
                (m, r) => new UserRoom(
                    m.UserId,
                    r.Id,
                    r.LastNumber,
                    m.LastReadNumber,
                    r.LastNumber > m.LastReadNumber
                        ? db.Mentioned().LongCount(p =>
                            p.RoomId == m.RoomId && p.Number > m.LastReadNumber && (p.UserId == m.UserId || p.UserId == Mention.Everybody))
                        : 0))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<Guid, long>> MentionCountsAsync(long roomId, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.RoomMembers
            .Where(m => m.RoomId == roomId && userIds.Contains(m.UserId))
            .Select(m => new
            {
                m.UserId,
                Count = db.Mentioned().LongCount(p =>
                    p.RoomId == roomId && p.Number > m.LastReadNumber && (p.UserId == m.UserId || p.UserId == Mention.Everybody)),
            })
            .ToDictionaryAsync(m => m.UserId, m => m.Count, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<long, long>> LastNumbersAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Rooms
            .Where(r => roomIds.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => r.LastNumber, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<long, JsonElement>> ViewsAsync(Guid userId, IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rooms = await db.Rooms.Where(r => roomIds.Contains(r.Id)).VisibleTo(userId, db).ViewFor(userId, db).ToListAsync(cancellationToken);
        return rooms.ToDictionary(r => r.Id, r => JsonSerializer.SerializeToElement(r, WireJson.Options));
    }

    public async Task<IReadOnlyList<long>> IdsAsync(ChatDbContext db, Guid userId, int most, CancellationToken cancellationToken) =>
        await db.RoomMembers
            .Where(m => m.UserId == userId && db.Rooms.Any(r => r.Id == m.RoomId))
            .OrderBy(m => m.RoomId)
            .Select(m => m.RoomId)
            .Take(most)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<UserRoomPlace>> PlacesAsync(
        ChatDbContext db,
        Guid userId,
        IReadOnlyCollection<long> roomIds,
        CancellationToken cancellationToken) =>
        await (
            from room in db.Rooms.Where(r => roomIds.Contains(r.Id)).VisibleTo(userId, db)
            join own in db.RoomMembers.Where(m => m.UserId == userId) on room.Id equals own.RoomId into owns
            from member in owns.DefaultIfEmpty()
            select new UserRoomPlace(room.Id, room.LastSeq, member != null ? member.JoinedSeq : null))
            .ToListAsync(cancellationToken);
}
