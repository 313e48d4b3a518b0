using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Pins;

/// <summary>Messages that stay at hand for everybody who reads the room; those who keep the room choose them.</summary>
public sealed class PinService(
    ChatDbContext db,
    IChatWriter writer,
    RoomLog log,
    RoomPublisher publisher,
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
        if (!(await keeping.NeededAsync(roomId, userId, role, cancellationToken)).MayRemove)
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "may-not-pin", texts["NotAllowed"]);
        }

        var change = await writer.RunAsync((tx, ct) => SetAsync(tx, roomId, messageId, userId, isPinned, ct), cancellationToken);
        if (change is null)
        {
            return false;
        }

        var told = await db.Messages.AsNoTracking().Where(m => m.Id == messageId).ToViewsAsync(db, CancellationToken.None);
        publisher.Publish(roomId, MessageEvents.Tell(change, told[0]));
        return true;
    }

    private async Task<RoomEvent?> SetAsync(ChatDbContext tx, long roomId, long messageId, Guid userId, bool isPinned, CancellationToken cancellationToken)
    {
        var message = tx.Messages.Where(m => m.Id == messageId && m.RoomId == roomId);
        var found = await message
            .Select(m => new { IsPinned = m.PinnedAt != null, IsDeleted = m.DeletedAt != null })
            .SingleOrDefaultAsync(cancellationToken) ?? throw Problems.NotFound();
        if (found.IsDeleted)
        {
            throw new ProblemException(StatusCodes.Status409Conflict, "message-deleted", texts["Deleted"]);
        }

        // Before a sequence is taken: what changes nothing must not leave a gap.
        if (found.IsPinned == isPinned)
        {
            return null;
        }

        return await log.AppendAsync(
            tx,
            roomId,
            RoomEventKind.MessageUpdated,
            userId,
            async (_, now) =>
            {
                // The room's row is locked by now: of two pins at once the second counts the first.
                if (isPinned && await tx.Messages.CountAsync(m => m.RoomId == roomId && m.PinnedAt != null && m.DeletedAt == null, cancellationToken) >= Most)
                {
                    throw new ProblemException(StatusCodes.Status409Conflict, "too-many-pins", texts["TooMany", Most]);
                }

                DateTimeOffset? pinnedAt = isPinned ? now : null;
                Guid? pinnedBy = isPinned ? userId : null;
                await message.ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.PinnedAt, pinnedAt).SetProperty(m => m.PinnedById, pinnedBy),
                    cancellationToken);
                return messageId;
            },
            cancellationToken);
    }
}
