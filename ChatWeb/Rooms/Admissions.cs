using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Rooms;

/// <summary>
/// What storing something asks of its room's members, inside the transaction that stores it. One for the process: its
/// compiled query serves the model of one engine only.
/// </summary>
public sealed class Admissions(IStringLocalizer<RoomProblems> texts)
{
    private readonly Func<ChatDbContext, long, Guid, CancellationToken, Task<string?>> _memberName =
        EF.CompileAsyncQuery((ChatDbContext db, long roomId, Guid userId, CancellationToken _) =>
            db.RoomMembers
                .Where(m => m.RoomId == roomId && m.UserId == userId && db.Rooms.Any(r => r.Id == roomId))
                .Join(db.Names(), m => m.UserId, u => u.Id, (m, u) => u.Name)
                .SingleOrDefault());

    /// <summary>
    /// The name that a member writes under. Where writers run side by side it holds while the room's row is locked; one
    /// who was a member before that can have left since.
    /// </summary>
    /// <exception cref="ProblemException">403: the room is public, but they have not joined it. 404: no such room for them.</exception>
    public async Task<string> DemandMemberAsync(ChatDbContext tx, long roomId, Guid userId, CancellationToken cancellationToken)
    {
        if (await _memberName(tx, roomId, userId, cancellationToken) is { } name)
        {
            return name;
        }

        throw await tx.Rooms.AnyAsync(r => r.Id == roomId && r.Kind == RoomKind.Public, cancellationToken)
            ? new ProblemException(StatusCodes.Status403Forbidden, "not-a-member", texts["NotAMember"])
            : Problems.NotFound();
    }

    /// <summary>
    /// One's own message is read, if everything before it was: whether it is. Null when the sender is no member any
    /// more: where writers run side by side, one can leave after <see cref="DemandMemberAsync"/> and before the room's
    /// row is locked.
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
