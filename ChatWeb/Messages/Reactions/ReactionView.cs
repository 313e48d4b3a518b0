using ChatWeb.Accounts;
using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Reactions;

/// <summary>One emoji under a message.</summary>
/// <param name="Users">The first <see cref="ReactionViews.MaxUsers"/> who chose it.</param>
public sealed record ReactionView(string Emoji, int Count, IReadOnlyList<PersonView> Users);

internal static class ReactionViews
{
    /// <summary>Names told with a reaction; a popular one would fill the stream with them.</summary>
    public const int MaxUsers = 100;

    /// <summary>The reactions to these messages, each message's in the order of their first use.</summary>
    public static async Task<ILookup<long, ReactionView>> OfAsync(ChatDbContext db, IReadOnlyList<long> messageIds, CancellationToken cancellationToken)
    {
        var groups = await db.Reactions
            .Where(r => messageIds.Contains(r.MessageId))
            .GroupBy(r => new { r.MessageId, r.Emoji })
            .Select(group => new
            {
                group.Key.MessageId,
                group.Key.Emoji,
                Count = group.Count(),
                First = group.Min(r => r.CreatedAt),
                UserIds = group.OrderBy(r => r.CreatedAt).ThenBy(r => r.UserId).Take(MaxUsers).Select(r => r.UserId).ToList(),
            })
            .ToListAsync(cancellationToken);
        var ids = groups.SelectMany(group => group.UserIds).Distinct().ToList();
        var people = ids.Count == 0
            ? []
            : await db.Names().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => new PersonView(u.Id, u.Name), cancellationToken);
        return groups
            .OrderBy(group => group.First)
            .ThenBy(group => group.Emoji, StringComparer.Ordinal)
            .ToLookup(
                group => group.MessageId,
                group => new ReactionView(group.Emoji, group.Count, group.UserIds.Where(people.ContainsKey).Select(id => people[id]).ToList()));
    }
}
