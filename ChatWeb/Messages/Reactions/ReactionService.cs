using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Reactions;

/// <summary>Members answer messages with emoji, and take that back. Both are harmless when repeated; each real change is an event of the room.</summary>
public sealed class ReactionService(
    ChatDbContext db,
    IChatWriter writer,
    RoomLog log,
    RoomPublisher publisher,
    Admissions admissions,
    ReactionEvents events,
    ReactionLimiter limiter,
    IStringLocalizer<ReactionTexts> texts)
{
    /// <summary>Different emoji under one message; more would be longer than the message.</summary>
    public const int MostEmoji = 20;

    /// <summary>Adds or takes away the user's emoji; false when it was there (or was not) already.</summary>
    /// <exception cref="ProblemException">
    /// 400: not one emoji. 403: no member. 404: no such room or message for them. 409: the message was deleted, or has
    /// too many different ones. 429: too fast.
    /// </exception>
    public async Task<bool> SetAsync(long roomId, long messageId, Guid userId, string emoji, bool isThere, CancellationToken cancellationToken)
    {
        var stored = Emoji.Of(emoji)
            ?? throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-emoji", texts["NoEmoji"], "emoji");
        if (!limiter.TryTake(userId, out var wait))
        {
            throw new ProblemException(StatusCodes.Status429TooManyRequests, "too-many-reactions", texts["TooFast"], retryAfter: wait);
        }

        var reaction = new Reaction { MessageId = messageId, Emoji = stored, UserId = userId };
        try
        {
            if (await writer.RunAsync((tx, ct) => SetAsync(tx, roomId, reaction, isThere, ct), cancellationToken) is { } change)
            {
                var told = await events.ReadAsync(db, roomId, [change], CancellationToken.None);
                publisher.Publish(roomId, told[change.Seq]);
                return true;
            }
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // Pressed twice at once, where writers run side by side: the other one counted.
        }
        catch (NothingToRemoveException)
        {
            // The same, taken back.
        }

        return false;
    }

    private async Task<RoomEvent?> SetAsync(ChatDbContext tx, long roomId, Reaction reaction, bool isThere, CancellationToken cancellationToken)
    {
        await CheckAsync(tx, roomId, reaction, cancellationToken);
        var others = tx.Reactions.Where(r => r.MessageId == reaction.MessageId);
        var same = others.Where(r => r.Emoji == reaction.Emoji);
        var own = same.Where(r => r.UserId == reaction.UserId);

        // Before a sequence is taken: what changes nothing must not leave a gap.
        if (await own.AnyAsync(cancellationToken) == isThere)
        {
            return null;
        }

        return await log.AppendAsync(
            tx,
            roomId,
            RoomEventKind.ReactionUpdated,
            reaction.UserId,
            async (_, now) =>
            {
                if (!isThere)
                {
                    return await own.ExecuteDeleteAsync(cancellationToken) > 0 ? reaction.MessageId : throw new NothingToRemoveException();
                }

                // The room's row is locked by now: of two new emoji at once the second finds the first.
                if (!await same.AnyAsync(cancellationToken)
                    && await others.Select(r => r.Emoji).Distinct().CountAsync(cancellationToken) >= MostEmoji)
                {
                    throw new ProblemException(StatusCodes.Status409Conflict, "too-many-emoji", texts["TooMany", MostEmoji]);
                }

                tx.Reactions.Add(new Reaction { MessageId = reaction.MessageId, Emoji = reaction.Emoji, UserId = reaction.UserId, CreatedAt = now });
                return reaction.MessageId;
            },
            cancellationToken);
    }

    private async Task CheckAsync(ChatDbContext tx, long roomId, Reaction reaction, CancellationToken cancellationToken)
    {
        var (admission, _) = await admissions.AdmitAsync(tx, roomId, reaction.UserId, cancellationToken);
        if (admission != Admission.Member)
        {
            throw admission == Admission.NoRoom
                ? Problems.NotFound()
                : new ProblemException(StatusCodes.Status403Forbidden, "not-a-member", texts["NotAMember"]);
        }

        var message = await tx.Messages
            .Where(m => m.Id == reaction.MessageId && m.RoomId == roomId)
            .Select(m => new { IsDeleted = m.DeletedAt != null })
            .SingleOrDefaultAsync(cancellationToken) ?? throw Problems.NotFound();
        if (message.IsDeleted)
        {
            throw new ProblemException(StatusCodes.Status409Conflict, "message-deleted", texts["Deleted"]);
        }
    }

    /// <summary>Undoes a change that has nothing to change.</summary>
    private sealed class NothingToRemoveException : Exception;
}
