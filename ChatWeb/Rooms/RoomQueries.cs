using ChatWeb.Data;
using ChatWeb.Messages.Mentions;

namespace ChatWeb.Rooms;

internal static class RoomQueries
{
    /// <summary>The rooms that the user may know of: the public ones and those they belong to.</summary>
    public static IQueryable<Room> VisibleTo(this IQueryable<Room> rooms, Guid userId, ChatDbContext db) =>
        rooms.Where(r => r.Kind == RoomKind.Public || db.RoomMembers.Any(m => m.RoomId == r.Id && m.UserId == userId));

    /// <summary>Each room as the user sees it.</summary>
    public static IQueryable<RoomView> ViewFor(this IQueryable<Room> rooms, Guid userId, ChatDbContext db) =>
        from room in rooms
        join own in db.RoomMembers.Where(m => m.UserId == userId) on room.Id equals own.RoomId into owns
        from member in owns.DefaultIfEmpty()
        select new RoomView(
            room.Id,
            room.Name,
            room.Topic,
            room.Kind == RoomKind.Private ? "private" : "public",
            room.LastSeq,
            room.LastNumber,
            member != null ? member.LastReadNumber : 0,
            member != null ? room.LastNumber - member.LastReadNumber : 0,
            member != null && room.LastNumber > member.LastReadNumber
                ? db.Mentioned().LongCount(m =>
                    m.RoomId == room.Id && m.Number > member.LastReadNumber && (m.UserId == userId || m.UserId == Mention.Everybody))
                : 0,
            room.LastMessageAt,
            member != null,
            room.MemberCount);
}
