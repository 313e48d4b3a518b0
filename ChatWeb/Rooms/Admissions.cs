using ChatWeb.Accounts;
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

/// <summary>
/// What storing a message asks of its room's members, inside the message's transaction. One for the process: its
/// compiled query serves the model of one engine only.
/// </summary>
public sealed class Admissions
{
    private readonly Func<ChatDbContext, long, Guid, CancellationToken, Task<string?>> _memberName =
        EF.CompileAsyncQuery((ChatDbContext db, long roomId, Guid userId, CancellationToken _) =>
            db.RoomMembers
                .Where(m => m.RoomId == roomId && m.UserId == userId && db.Rooms.Any(r => r.Id == roomId))
                .Join(db.Names(), m => m.UserId, u => u.Id, (m, u) => u.Name)
                .SingleOrDefault());

    /// <summary>Whether the user may write, and the name they write under.</summary>
    public async Task<(Admission Admission, string Name)> AdmitAsync(ChatDbContext tx, long roomId, Guid userId, CancellationToken cancellationToken)
    {
        if (await _memberName(tx, roomId, userId, cancellationToken) is { } name)
        {
            return (Admission.Member, name);
        }

        var isPublic = await tx.Rooms.AnyAsync(r => r.Id == roomId && r.Kind == RoomKind.Public, cancellationToken);
        return (isPublic ? Admission.NotAMember : Admission.NoRoom, "");
    }

    /// <summary>
    /// One's own message is read, if everything before it was: whether it is. Null when the sender is no member any
    /// more: where writers run side by side, one can leave after <see cref="AdmitAsync"/> and before the room's row is locked.
    /// </summary>
    public static async Task<bool?> ReadOwnAsync(ChatDbContext tx, long roomId, Guid userId, long number, CancellationToken cancellationToken)
    {
        var own = tx.RoomMembers.Where(m => m.RoomId == roomId && m.UserId == userId);
        return await own.Where(m => m.LastReadNumber == number - 1)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.LastReadNumber, number), cancellationToken) > 0 ? true
            : await own.AnyAsync(cancellationToken) ? false
            : null;
    }
}
