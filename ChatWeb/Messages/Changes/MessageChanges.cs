using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Messages.Mentions;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Changes;

/// <summary>Edits and deletes messages. When a call returns, its change is durable and what was there before is told to nobody any more.</summary>
public sealed class MessageChanges(
    ChatDbContext db,
    ChangeWriter writer,
    ChangeTelling telling,
    MessageMentions mentions,
    RoomService rooms,
    RoomKeeping keeping,
    Admissions admissions,
    IEnumerable<IMessageRows> rows,
    PostingLimiter limiter,
    IOptions<PostingOptions> options,
    IStringLocalizer<ChangeProblems> texts,
    IStringLocalizer<MessageProblems> messageTexts)
{
    /// <summary>A message by itself.</summary>
    /// <exception cref="ProblemException">404: there is none such, or none that the user may see.</exception>
    public async Task<MessageView> FindAsync(long roomId, long id, Guid userId, CancellationToken cancellationToken) =>
        await rooms.FindAsync(roomId, userId, cancellationToken) is not null
            ? await ViewAsync(roomId, id, cancellationToken)
            : throw Problems.NotFound();

    /// <summary>Gives one's own message another body. The same body again changes nothing.</summary>
    /// <exception cref="ProblemException">
    /// 400: a bad body. 403: somebody else's message, or the user is no member. 404: no such message for this user.
    /// 409: it is deleted, or somebody else's words that were forwarded. 429: too fast, counted with the messages one posts.
    /// </exception>
    public async Task<MessageView> EditAsync(long roomId, long id, Guid userId, string? typed, CancellationToken cancellationToken)
    {
        var body = MessageBody.Of(typed, options.Value.MaxBody, messageTexts, mayBeEmpty: true);
        mentions.Prepare(body);
        return await ChangeAsync(
            new MessageChange(roomId, id, RoomEventKind.MessageUpdated, userId, IsDoneAsync, Count, ApplyAsync),
            cancellationToken);

        async Task<bool> IsDoneAsync(ChatDbContext tx, Message message, CancellationToken token)
        {
            await DemandOwnAsync(tx, message, userId, token);
            return message switch
            {
                { DeletedAt: not null } => throw Conflict("message-deleted", texts["Deleted"]),
                { ForwardedFromId: not null } => throw Conflict("message-forwarded", texts["Forwarded"]), // nobody is made to say what they did not
                _ => message.Body == body,
            };
        }

        void Count()
        {
            if (!limiter.TryTake(userId, out var wait))
            {
                throw new ProblemException(StatusCodes.Status429TooManyRequests, "too-many-messages", messageTexts["TooMany"], retryAfter: wait);
            }
        }

        async Task ApplyAsync(ChatDbContext tx, Message message, DateTimeOffset now, CancellationToken token)
        {
            if (body.Length == 0 && !await tx.Attachments.AnyAsync(a => a.MessageId == id, token))
            {
                MessageBody.Of(body, options.Value.MaxBody, messageTexts); // refuses: without files there must be words
            }

            Keep(tx, message, userId, now);
            (message.Body, message.EditedAt) = (body, LaterThan(message.EditedAt, now));
            foreach (var kept in rows)
            {
                await kept.ChangeAsync(tx, message, token);
            }
        }
    }

    /// <summary>Leaves a tombstone of a message: one's own, or with the right to keep order in the room anybody's. Harmless when repeated.</summary>
    /// <exception cref="ProblemException">403: somebody else's message, or the user is no member. 404: no such message for this user.</exception>
    public async Task<MessageView> DeleteAsync(long roomId, long id, Guid userId, UserRole role, CancellationToken cancellationToken)
    {
        var keepsOrder = (await keeping.NeededAsync(roomId, userId, role, cancellationToken)).KeepsOrder;
        return await ChangeAsync(
            new MessageChange(roomId, id, RoomEventKind.MessageDeleted, userId, IsDoneAsync, Count: null, ApplyAsync),
            cancellationToken);

        async Task<bool> IsDoneAsync(ChatDbContext tx, Message message, CancellationToken token)
        {
            if (!keepsOrder)
            {
                await DemandOwnAsync(tx, message, userId, token);
            }

            return message.DeletedAt is not null;
        }

        async Task ApplyAsync(ChatDbContext tx, Message message, DateTimeOffset now, CancellationToken token)
        {
            Keep(tx, message, userId, now);
            (message.Body, message.DeletedAt) = ("", LaterThan(message.EditedAt, now));
            (message.PinnedAt, message.PinnedById) = (null, null);
            foreach (var kept in rows)
            {
                await kept.RemoveAsync(tx, message, token);
            }
        }
    }

    private async Task<MessageView> ChangeAsync(MessageChange change, CancellationToken cancellationToken)
    {
        var entry = await writer.WriteAsync(change, cancellationToken);

        // What is told is what holds now: it may be more than this change made of it.
        var message = await ViewAsync(change.RoomId, change.Id, CancellationToken.None);
        if (entry is not null)
        {
            await telling.TellAsync(entry, message);
            mentions.Tell(message);
        }

        return message;
    }

    private async Task<MessageView> ViewAsync(long roomId, long id, CancellationToken cancellationToken) =>
        (await db.Messages.AsNoTracking().Where(m => m.Id == id && m.RoomId == roomId).ToViewsAsync(db, cancellationToken))
        .SingleOrDefault() ?? throw Problems.NotFound();

    /// <summary>Nodes' clocks differ: a later change is never marked with an earlier time, which pages go by.</summary>
    private static DateTimeOffset LaterThan(DateTimeOffset? before, DateTimeOffset now) => before >= now ? before.Value.AddTicks(1) : now;

    /// <summary>Keeps what the message said for those who keep order.</summary>
    private static void Keep(ChatDbContext tx, Message message, Guid userId, DateTimeOffset now) =>
        tx.MessageVersions.Add(new MessageVersion { MessageId = message.Id, Body = message.Body, ReplacedAt = now, ReplacedById = userId });

    private async Task DemandOwnAsync(ChatDbContext tx, Message message, Guid userId, CancellationToken cancellationToken)
    {
        await admissions.DemandMemberAsync(tx, message.RoomId, userId, cancellationToken);
        if (message.SenderId != userId || message.Kind == MessageKind.Notice)
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "not-your-message", texts["NotYours"]);
        }
    }

    private static ProblemException Conflict(string type, string sentence) => new(StatusCodes.Status409Conflict, type, sentence);
}
