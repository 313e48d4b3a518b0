using ChatWeb.Accounts;
using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages;

/// <summary>Reads messages as people see them.</summary>
internal static class MessageViews
{
    /// <summary>The views of these messages, in their order, with one query.</summary>
    public static async Task<List<MessageView>> ToViewsAsync(this IQueryable<Message> messages, ChatDbContext db, CancellationToken cancellationToken)
    {
        var rows = await messages
            .Join(db.Names(), m => m.SenderId, u => u.Id, (m, u) => new { Message = m, u.Name })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.Message.ToView(row.Name));
    }

    public static MessageView ToView(this Message message, string senderName)
    {
        var body = message.DeletedAt is null ? message.Body : "";
        return new MessageView
        {
            Id = message.Id,
            RoomId = message.RoomId,
            Number = message.Number,
            Seq = message.Seq,
            ClientId = message.ClientId,
            Type = "text",
            SenderUuid = message.SenderId,
            SenderName = senderName,
            Body = body,
            Html = body.Length == 0 ? "" : MarkdownRenderer.ToHtml(body),
            ReplyTo = message.ReplyToId,
            CreatedAt = message.CreatedAt,
            EditedAt = message.EditedAt,
            DeletedAt = message.DeletedAt,
        };
    }
}
