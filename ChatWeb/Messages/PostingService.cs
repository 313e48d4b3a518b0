using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Messages.Mentions;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using ChatWeb.Streaming.Signals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages;

/// <summary>What somebody wants to say.</summary>
/// <param name="Body">Markdown.</param>
/// <param name="ClientId">The sender's own id; saying the same again under it changes nothing.</param>
/// <param name="ReplyTo">The id of a message of the same room.</param>
/// <param name="Attachments">The ids of files that the sender uploaded into the room; with some the body may be empty.</param>
public sealed record NewMessage(string? Body, Guid? ClientId, long? ReplyTo, IReadOnlyList<long>? Attachments = null)
{
    public MessageKind Kind { get; init; }

    /// <summary>Who said it first, when it is forwarded.</summary>
    public Guid? ForwardedFrom { get; init; }

    /// <summary>The message whose files it has too, when it is forwarded.</summary>
    public long? FilesOf { get; init; }

    /// <summary>What happens with it, in its own transaction, when it is new; it may run again after a transient error.</summary>
    internal Func<ChatDbContext, CancellationToken, Task>? Alongside { get; init; }

    internal bool HasAttachments => Attachments is { Count: > 0 };
}

/// <summary>The message as it stands in the room.</summary>
/// <param name="Created">False when this client id had said it before.</param>
public sealed record PostResult(MessageView Message, bool Created);

/// <summary>Writes messages: the one way in, whether by form, JSON or socket.</summary>
public sealed class PostingService(
    ChatDbContext db,
    IChatWriter writer,
    RoomLog log,
    RoomPublisher publisher,
    RoomSignalState signals,
    Admissions admissions,
    SaidMessages said,
    PostingLimiter limiter,
    IEnumerable<IMessageRows> rows,
    MessageMentions mentions,
    IOptions<PostingOptions> options,
    IStringLocalizer<MessageProblems> texts)
{
    /// <summary>Stores the message and starts telling everybody. When it returns, the message is durable.</summary>
    /// <exception cref="ProblemException">
    /// 400: a bad body or reply. 403: not a member of this public room. 404: no such room for this user. 429: too fast.
    /// </exception>
    public async Task<PostResult> PostAsync(long roomId, Guid userId, NewMessage message, CancellationToken cancellationToken)
    {
        var body = MessageBody.Of(message.Body, options.Value.MaxBody, texts, mayBeEmpty: message.HasAttachments || message.FilesOf is not null);
        if (limiter.IsExhausted(userId))
        {
            // Not worth the writers' gate, unless it was said already; and whose room it is comes first even so.
            await WhoMayPostAsync(db, roomId, userId, cancellationToken);
            return await FindSaidAsync(db, roomId, userId, message.ClientId, cancellationToken)
                ?? throw TooMany(PatienceOf(userId));
        }

        mentions.Prepare(body);

        // The work may run again after a transient error: it then finds what it stored, and counts no second time.
        var known = message with { Body = body, ClientId = message.ClientId ?? Guid.NewGuid() };
        var counted = false;
        Stored posted;
        try
        {
            posted = await writer.RunAsync((tx, ct) => StoreAsync(tx, roomId, userId, known, Count, ct), cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // Sent twice at once, where writers run side by side: the other attempt made the message.
            if (await FindSaidAsync(db, roomId, userId, known.ClientId, cancellationToken) is not { } first)
            {
                throw;
            }

            return first;
        }

        if (posted.Entry is { } entry)
        {
            publisher.Publish(roomId, MessageEvents.Tell(entry, posted.Result.Message));
            mentions.Tell(posted.Result.Message);
            await signals.StopTypingAsync(roomId, userId);
        }

        if (posted.IsRead)
        {
            publisher.Publish(new ReadSignal(roomId, userId, posted.Result.Message.Number));
        }

        return posted.Result;

        void Count()
        {
            if (!counted && !(counted = limiter.TryTake(userId, out var wait)))
            {
                throw TooMany(wait);
            }
        }
    }

    private async Task<Stored> StoreAsync(
        ChatDbContext tx,
        long roomId,
        Guid userId,
        NewMessage message,
        Action count,
        CancellationToken cancellationToken)
    {
        var sender = await WhoMayPostAsync(tx, roomId, userId, cancellationToken);

        // Before a sequence is taken: a repeat must not leave a gap.
        if (await FindSaidAsync(tx, roomId, userId, message.ClientId, cancellationToken) is { } before)
        {
            return new Stored(before, null, false);
        }

        if (message.ReplyTo is { } replyTo
            && !await tx.Messages.AnyAsync(m => m.Id == replyTo && m.RoomId == roomId, cancellationToken))
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-reply", texts["ReplyTo"], "reply_to");
        }

        count();
        var stored = new Message
        {
            RoomId = roomId,
            SenderId = userId,
            ClientId = message.ClientId!.Value,
            Kind = message.Kind,
            Body = message.Body!,
            ReplyToId = message.ReplyTo,
            ForwardedFromId = message.ForwardedFrom,
        };
        var isRead = false;
        var entry = await log.AppendAsync(
            tx,
            roomId,
            RoomEventKind.NewMessage,
            userId,
            async (place, now) =>
            {
                isRead = await PutAsync(tx, stored, place, now, cancellationToken);
                foreach (var feature in rows)
                {
                    await feature.AddAsync(tx, stored, message, cancellationToken);
                }

                if (message.Alongside is { } alongside)
                {
                    await alongside(tx, cancellationToken);
                }

                return stored.Id;
            },
            cancellationToken);
        var isPlain = tx.Mentions.Local.Count == 0 && message is { ReplyTo: null, ForwardedFrom: null, HasAttachments: false };
        var view = isPlain ? stored.ToView(sender) : (await tx.Messages.AsNoTracking().Where(m => m.Id == stored.Id).ToViewsAsync(tx, cancellationToken))[0];
        return new Stored(new PostResult(view, Created: true), entry, isRead);
    }

    /// <summary>Stores the message in its place, which was taken just before, and returns whether its sender has read all up to it.</summary>
    private async Task<bool> PutAsync(ChatDbContext tx, Message message, RoomPlace place, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (message.Seq, message.Number, message.CreatedAt) = (place.Seq, place.LastNumber, now);
        tx.Messages.Add(message);
        await tx.SaveChangesAsync(cancellationToken);
        if (await Admissions.ReadOwnAsync(tx, message.RoomId, message.SenderId, message.Number, cancellationToken) is not { } isRead)
        {
            await WhoMayPostAsync(tx, message.RoomId, message.SenderId, cancellationToken); // refuses, and gives the place back
            return false;
        }

        return isRead;
    }

    /// <summary>The sender's name, if they are a member.</summary>
    private async Task<string> WhoMayPostAsync(ChatDbContext tx, long roomId, Guid userId, CancellationToken cancellationToken)
    {
        var (admission, name) = await admissions.AdmitAsync(tx, roomId, userId, cancellationToken);
        return admission switch
        {
            Admission.Member => name,
            Admission.NotAMember => throw new ProblemException(StatusCodes.Status403Forbidden, "not-a-member", texts["NotAMember"]),
            _ => throw Problems.NotFound(),
        };
    }

    private async Task<PostResult?> FindSaidAsync(ChatDbContext context, long roomId, Guid userId, Guid? clientId, CancellationToken cancellationToken) =>
        clientId is { } id && await said.FindAsync(context, roomId, userId, id, cancellationToken) is { } message
            ? new PostResult(message, Created: false)
            : null;

    private TimeSpan PatienceOf(Guid userId) => limiter.TryTake(userId, out var wait) ? TimeSpan.FromSeconds(1) : wait;

    private ProblemException TooMany(TimeSpan wait) =>
        new(StatusCodes.Status429TooManyRequests, "too-many-messages", texts["TooMany"], retryAfter: wait);

    /// <param name="Entry">Its line in the log when it is new.</param>
    /// <param name="IsRead">Whether its sender has read the room up to it.</param>
    private readonly record struct Stored(PostResult Result, RoomEvent? Entry, bool IsRead);
}
