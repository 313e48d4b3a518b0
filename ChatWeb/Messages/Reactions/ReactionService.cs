using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Messages.Changes;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Reactions;

/// <summary>Members answer messages with emoji, and take that back. Both are harmless when repeated; each real change is an event of the room.</summary>
public sealed class ReactionService(
    ChatDbContext db,
    ChangeWriter changes,
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

        var entry = await changes.WriteAsync(
            new MessageChange(roomId, messageId, RoomEventKind.ReactionUpdated, userId, IsDoneAsync, Count: null, ApplyAsync),
            cancellationToken);
        if (entry is null)
        {
            return false;
        }

        var told = await events.ReadAsync(db, roomId, [entry], CancellationToken.None);
        publisher.Publish(roomId, told[entry.Seq]);
        return true;

        async Task<bool> IsDoneAsync(ChatDbContext tx, Message message, CancellationToken token)
        {
            await admissions.DemandMemberAsync(tx, roomId, userId, token);
            return message.DeletedAt is null
                ? await Own(tx).AnyAsync(token) == isThere
                : throw new ProblemException(StatusCodes.Status409Conflict, "message-deleted", texts["Deleted"]);
        }

        async Task ApplyAsync(ChatDbContext tx, Message message, DateTimeOffset now, CancellationToken token)
        {
            if (!isThere)
            {
                await Own(tx).ExecuteDeleteAsync(token);
                return;
            }

            await DemandPlaceAsync(tx, messageId, stored, token);
            tx.Reactions.Add(new Reaction { MessageId = messageId, Emoji = stored, UserId = userId, CreatedAt = now });
        }

        IQueryable<Reaction> Own(ChatDbContext tx) =>
            tx.Reactions.Where(r => r.MessageId == messageId && r.Emoji == stored && r.UserId == userId);
    }

    /// <summary>Whether an emoji is there already, or one more may be.</summary>
    private async Task DemandPlaceAsync(ChatDbContext tx, long messageId, string emoji, CancellationToken cancellationToken)
    {
        var reactions = tx.Reactions.Where(r => r.MessageId == messageId);
        if (!await reactions.AnyAsync(r => r.Emoji == emoji, cancellationToken)
            && await reactions.Select(r => r.Emoji).Distinct().CountAsync(cancellationToken) >= MostEmoji)
        {
            throw new ProblemException(StatusCodes.Status409Conflict, "too-many-emoji", texts["TooMany", MostEmoji]);
        }
    }
}
