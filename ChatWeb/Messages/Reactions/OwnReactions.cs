using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Reactions;

/// <summary>
/// What a page's reader has chosen under popular messages, where it can't be told by the names. Everywhere else it costs
/// no query.
/// </summary>
public sealed class OwnReactions(ChatDbContext db)
{
    /// <summary>The page for that reader.</summary>
    public async Task<MessagePage> MarkAsync(MessagePage page, Guid readerId, CancellationToken cancellationToken)
    {
        var popular = page.Messages.Where(message => message.Reactions.Any(IsCut)).Select(message => message.Id).ToHashSet();
        if (popular.Count == 0)
        {
            return page;
        }

        var own = await db.Reactions
            .Where(r => popular.Contains(r.MessageId) && r.UserId == readerId)
            .Select(r => new { r.MessageId, r.Emoji })
            .ToListAsync(cancellationToken);
        var chosen = own.Select(r => (r.MessageId, r.Emoji)).ToHashSet();
        return page with { Messages = [.. page.Messages.Select(message => popular.Contains(message.Id) ? Marked(message) : message)] };

        MessageView Marked(MessageView message) => message with
        {
            Reactions = [.. message.Reactions.Select(r => IsCut(r) ? r with { Own = chosen.Contains((message.Id, r.Emoji)) } : r)],
        };
    }

    private static bool IsCut(ReactionView reaction) => reaction.Count > reaction.Users.Count;
}
