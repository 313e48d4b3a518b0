using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Messages.Attachments;
using ChatWeb.Messages.Mentions;
using ChatWeb.Messages.Reactions;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages;

/// <summary>Reads messages as people see them.</summary>
internal static class MessageViews
{
    /// <summary>The views of these messages, in their order, with one query for each thing that belongs to them.</summary>
    public static async Task<List<MessageView>> ToViewsAsync(this IQueryable<Message> messages, ChatDbContext db, CancellationToken cancellationToken)
    {
        var rows = await messages
            .Join(db.Names(), m => m.SenderId, u => u.Id, (m, u) => new { Message = m, u.Name })
            .ToListAsync(cancellationToken);
        var alive = rows.Where(row => row.Message.DeletedAt is null).Select(row => row.Message).ToList();
        if (alive.Count == 0)
        {
            return rows.ConvertAll(row => row.Message.ToView(row.Name));
        }

        var ids = alive.ConvertAll(m => m.Id);
        var attachments = await AttachmentViews.OfAsync(db, ids, cancellationToken);
        var reactions = await ReactionViews.OfAsync(db, ids, cancellationToken);
        var quotes = await QuotesOfAsync(alive, db, cancellationToken);
        var speakers = await FirstSpeakersAsync(alive, db, cancellationToken);
        var mentions = await KnownMentions.OfAsync(db, alive, cancellationToken);
        return rows.ConvertAll(row => row.Message.DeletedAt is not null ? row.Message.ToView(row.Name) : row.Message.ToView(row.Name, mentions.GetValueOrDefault(row.Message.Id)) with
        {
            Quote = row.Message.ReplyToId is { } replyTo ? quotes.GetValueOrDefault(replyTo) : null,
            ForwardedFrom = row.Message.ForwardedFromId is { } first ? speakers.GetValueOrDefault(first) : null,
            Attachments = attachments[row.Message.Id].ToList(),
            Reactions = reactions[row.Message.Id].ToList(),
        });
    }

    /// <summary>The view of a message to which nothing belongs yet: no attachment, reaction, quote or first speaker.</summary>
    /// <param name="message">The message.</param>
    /// <param name="senderName">Its sender's name.</param>
    /// <param name="mentions">Whom it names, if it names anybody.</param>
    public static MessageView ToView(this Message message, string senderName, KnownMentions? mentions = null)
    {
        var body = message.DeletedAt is null ? message.Body : "";
        return new MessageView
        {
            Id = message.Id,
            RoomId = message.RoomId,
            Number = message.Number,
            Seq = message.Seq,
            ClientId = message.ClientId,
            Type = WireName(message.Kind),
            SenderUuid = message.SenderId,
            SenderName = senderName,
            Body = body,
            Html = body.Length == 0 ? "" : MarkdownRenderer.ToHtml(body, mentions ?? KnownMentions.OfNobody(body)),
            ReplyTo = message.ReplyToId,
            CreatedAt = message.CreatedAt,
            EditedAt = message.EditedAt,
            DeletedAt = message.DeletedAt,
            PinnedAt = message.DeletedAt is null ? message.PinnedAt : null,
        };
    }

    private static string WireName(MessageKind kind) => kind switch
    {
        MessageKind.Text => "text",
        MessageKind.Action => "action",
        MessageKind.Notice => "notice",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No name on the wire."),
    };

    private static async Task<IReadOnlyDictionary<long, Quote>> QuotesOfAsync(List<Message> messages, ChatDbContext db, CancellationToken cancellationToken)
    {
        var answered = messages.Where(m => m.ReplyToId is not null).Select(m => m.ReplyToId!.Value).Distinct().ToList();
        return answered.Count == 0 ? new Dictionary<long, Quote>() : await Quotes.OfAsync(db, answered, cancellationToken);
    }

    private static async Task<Dictionary<Guid, PersonView>> FirstSpeakersAsync(List<Message> messages, ChatDbContext db, CancellationToken cancellationToken)
    {
        var ids = messages.Where(m => m.ForwardedFromId is not null).Select(m => m.ForwardedFromId!.Value).Distinct().ToList();
        return ids.Count == 0
            ? []
            : await db.Names().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => new PersonView(u.Id, u.Name), cancellationToken);
    }
}
