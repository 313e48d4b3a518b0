using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Messages.Changes;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Pins;

/// <summary>Messages that stay at hand for everybody who reads the room; those who keep the room choose them.</summary>
public sealed class PinService(
    ChatDbContext db,
    ChangeWriter changes,
    ChangeTelling telling,
    RoomKeeping keeping,
    IStringLocalizer<PinTexts> texts)
{
    /// <summary>Pinned messages of one room; with more of them none stands out.</summary>
    public const int Most = 50;

    /// <summary>The room's pinned messages, the newest pin first.</summary>
    public async Task<IReadOnlyList<MessageView>> ListAsync(long roomId, CancellationToken cancellationToken)
    {
        var pinned = await db.Messages.AsNoTracking()
            .Where(m => m.RoomId == roomId && m.PinnedAt != null && m.DeletedAt == null)
            .OrderByDescending(m => m.PinnedAt)
            .Take(Most)
            .ToViewsAsync(db, cancellationToken);
        return [.. pinned.OrderByDescending(m => m.PinnedAt)];
    }

    /// <summary>Pins a message or takes it down; false when it was so already.</summary>
    /// <exception cref="ProblemException">403: they don't keep the room. 404: no such room or message for them. 409: deleted, or too many.</exception>
    public async Task<bool> SetAsync(long roomId, long messageId, Guid userId, UserRole role, bool isPinned, CancellationToken cancellationToken)
    {
        if (!(await keeping.NeededAsync(roomId, userId, role, cancellationToken)).KeepsOrder)
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "may-not-pin", texts["NotAllowed"]);
        }

        var entry = await changes.WriteAsync(
            new MessageChange(roomId, messageId, RoomEventKind.MessageUpdated, userId, IsDoneAsync, Count: null, ApplyAsync),
            cancellationToken);
        if (entry is null)
        {
            return false;
        }

        var told = await db.Messages.AsNoTracking().Where(m => m.Id == messageId).ToViewsAsync(db, CancellationToken.None);
        await telling.TellAsync(entry, told[0]);
        return true;

        Task<bool> IsDoneAsync(ChatDbContext tx, Message message, CancellationToken token) => message.DeletedAt is null
            ? Task.FromResult(message.PinnedAt is not null == isPinned)
            : throw new ProblemException(StatusCodes.Status409Conflict, "message-deleted", texts["Deleted"]);

        async Task ApplyAsync(ChatDbContext tx, Message message, DateTimeOffset now, CancellationToken token)
        {
            if (isPinned && await tx.Messages.CountAsync(m => m.RoomId == roomId && m.PinnedAt != null && m.DeletedAt == null, token) >= Most)
            {
                throw new ProblemException(StatusCodes.Status409Conflict, "too-many-pins", texts["TooMany", Most]);
            }

            message.PinnedAt = isPinned ? now : null;
            message.PinnedById = isPinned ? userId : null;
        }
    }
}
