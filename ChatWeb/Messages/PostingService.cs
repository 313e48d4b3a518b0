using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Messages.Changes;
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

    /// <summary>What is forwarded with it.</summary>
    public Original? Original { get; init; }

    /// <summary>Who said it first, when it is forwarded.</summary>
    public Guid? ForwardedFrom => Original?.SaidBy;

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
        var body = MessageBody.Of(message.Body, options.Value.MaxBody, texts, mayBeEmpty: message.HasAttachments || message.Original is { HasFiles: true });
        if (limiter.IsExhausted(userId))
        {
            // Not worth the writers' gate, unless it was said already; and whose room it is comes first even so.
            await admissions.DemandMemberAsync(db, roomId, userId, cancellationToken);
            return message.ClientId is { } clientId && await said.FindAsync(db, roomId, userId, clientId, cancellationToken) is { } id
                ? new PostResult(await ViewAsync(id, cancellationToken), Created: false)
                : throw TooMany(PatienceOf(userId));
        }

        mentions.Prepare(body);

        // The work may run again after a transient error: it then finds what it stored, and counts no second time.
        var known = message with { Body = body, ClientId = message.ClientId ?? Guid.NewGuid() };
        var counted = false;
        Stored stored;
        try
        {
            stored = await RunAsync();
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            stored = await RunAsync(); // sent twice at once, where writers run side by side: now the other one's message is there
        }

        return stored.News is { } news
            ? new PostResult(await TellAsync(news), Created: true)
            : new PostResult(await ViewAsync(stored.Id, cancellationToken), Created: false);

        Task<Stored> RunAsync() => writer.RunAsync((tx, ct) => StoreAsync(tx, roomId, userId, known, Count, ct), cancellationToken);

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
        var sender = await admissions.DemandMemberAsync(tx, roomId, userId, cancellationToken);

        // Before a sequence is taken: a repeat must not leave a gap.
        if (await said.FindAsync(tx, roomId, userId, message.ClientId!.Value, cancellationToken) is { } before)
        {
            return new Stored(before, null);
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
            ClientId = message.ClientId.Value,
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
        var isPlain = tx.Mentions.Local.Count == 0 && message is { ReplyTo: null, Original: null, HasAttachments: false };
        return new Stored(stored.Id, new News(entry, stored, sender, isPlain, isRead));
    }

    /// <summary>Tells of what was stored, and returns it as everybody sees it. Others write meanwhile: no Markdown is rendered while they wait.</summary>
    private async Task<MessageView> TellAsync(News news)
    {
        var message = news.Message;
        var view = news.IsPlain ? message.ToView(news.Sender) : await ViewAsync(message.Id, CancellationToken.None);
        publisher.Publish(message.RoomId, MessageEvents.Tell(news.Entry, view));
        mentions.Tell(view);
        await signals.StopTypingAsync(message.RoomId, message.SenderId);
        if (news.IsRead)
        {
            publisher.Publish(new ReadSignal(message.RoomId, message.SenderId, message.Number));
        }

        return view;
    }

    private async Task<MessageView> ViewAsync(long id, CancellationToken cancellationToken) =>
        (await db.Messages.AsNoTracking().Where(m => m.Id == id).ToViewsAsync(db, cancellationToken)).SingleOrDefault() ?? throw Problems.NotFound();

    /// <summary>Stores the message in its place, which was taken just before, and returns whether its sender has read all up to it.</summary>
    private async Task<bool> PutAsync(ChatDbContext tx, Message message, RoomPlace place, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (message.Seq, message.Number, message.CreatedAt) = (place.Seq, place.LastNumber, now);
        tx.Messages.Add(message);
        await tx.SaveChangesAsync(cancellationToken);
        if (await Admissions.ReadOwnAsync(tx, message.RoomId, message.SenderId, message.Number, cancellationToken) is not { } isRead)
        {
            await admissions.DemandMemberAsync(tx, message.RoomId, message.SenderId, cancellationToken); // refuses, and gives the place back
            return false;
        }

        return isRead;
    }

    private TimeSpan PatienceOf(Guid userId) => limiter.TryTake(userId, out var wait) ? TimeSpan.FromSeconds(1) : wait;

    private ProblemException TooMany(TimeSpan wait) =>
        new(StatusCodes.Status429TooManyRequests, "too-many-messages", texts["TooMany"], retryAfter: wait);

    /// <param name="Id">The message.</param>
    /// <param name="News">What is to be told; null when it was said before.</param>
    private readonly record struct Stored(long Id, News? News);

    /// <param name="Entry">The message's line in the log.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Sender">Its sender's name.</param>
    /// <param name="IsPlain">Nothing belongs to it that would have to be read.</param>
    /// <param name="IsRead">Whether its sender has read the room up to it.</param>
    private sealed record News(RoomEvent Entry, Message Message, string Sender, bool IsPlain, bool IsRead);
}
