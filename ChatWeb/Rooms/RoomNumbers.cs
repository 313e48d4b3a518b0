using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Rooms;

/// <summary>Whether a user may write in a room.</summary>
public enum Admission
{
    /// <summary>There is no such room, or none that the user may know of.</summary>
    NoRoom = 0,

    /// <summary>The room is public, but one must join it first.</summary>
    NotAMember,

    Member,
}

/// <summary>What storing a message asks of its room, inside the message's transaction.</summary>
public static class RoomNumbers
{
    public static async Task<Admission> AdmitAsync(ChatDbContext tx, long roomId, Guid userId, CancellationToken cancellationToken)
    {
        if (await tx.RoomMembers.AnyAsync(m => m.RoomId == roomId && m.UserId == userId, cancellationToken))
        {
            return Admission.Member;
        }

        var isPublic = await tx.Rooms.AnyAsync(r => r.Id == roomId && r.Kind == RoomKind.Public, cancellationToken);
        return isPublic ? Admission.NotAMember : Admission.NoRoom;
    }

    /// <summary>
    /// The number of a message that is stored now. The room's row is locked already, by the sequence taken before it.
    /// </summary>
    public static async Task<long> NextAsync(ChatDbContext tx, long roomId, Guid senderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await tx.Rooms.Where(r => r.Id == roomId).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.LastNumber, r => r.LastNumber + 1).SetProperty(r => r.LastMessageAt, now),
            cancellationToken);
        var number = await tx.Rooms.Where(r => r.Id == roomId).Select(r => r.LastNumber).SingleAsync(cancellationToken);

        // One's own message is read, if everything before it was.
        await tx.RoomMembers
            .Where(m => m.RoomId == roomId && m.UserId == senderId && m.LastReadNumber == number - 1)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.LastReadNumber, number), cancellationToken);
        return number;
    }
}
