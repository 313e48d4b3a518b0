using System.Text.Json.Serialization;
using ChatWeb.Accounts;
using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Reactions;

/// <summary>One emoji under a message.</summary>
/// <param name="Users">The first who chose it, see <see cref="ReactionViews.MaxUsers"/>.</param>
public sealed record ReactionView(string Emoji, int Count, IReadOnlyList<PersonView> Users)
{
    /// <summary>Whether the reader chose it, on their own page and where the names do not say; never in what everybody gets.</summary>
    [JsonIgnore]
    public bool? Own { get; init; }
}

internal static class ReactionViews
{
    /// <summary>Names told with an emoji; a popular one would fill the stream with them.</summary>
    public const int MaxUsers = 100;

    /// <summary>Names told with a message of many emoji, shared among them: about 30 KB, however many react.</summary>
    private const int MaxUsersOfMessage = 300;

    /// <summary>Below every engine's limit on parameters.</summary>
    private const int NamesPerQuery = 500;

    /// <summary>The reactions to these messages, each message's in the order of their first use: one query, and the names where there are any.</summary>
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
        var told = groups
            .GroupBy(group => group.MessageId)
            .SelectMany(message => message.Select(group => (Group: group, UserIds: group.UserIds.Take(MaxUsersOfMessage / message.Count()).ToList())))
            .ToList();
        var people = await NamesAsync(db, told.SelectMany(group => group.UserIds).Distinct(), cancellationToken);
        return told
            .OrderBy(one => one.Group.First)
            .ThenBy(one => one.Group.Emoji, StringComparer.Ordinal)
            .ToLookup(
                one => one.Group.MessageId,
                one => new ReactionView(one.Group.Emoji, one.Group.Count, one.UserIds.Where(people.ContainsKey).Select(id => people[id]).ToList()));
    }

    private static async Task<Dictionary<Guid, PersonView>> NamesAsync(ChatDbContext db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var people = new Dictionary<Guid, PersonView>();
        foreach (var some in ids.Chunk(NamesPerQuery))
        {
            foreach (var user in await db.Names().Where(u => some.Contains(u.Id)).ToListAsync(cancellationToken))
            {
                people[user.Id] = new PersonView(user.Id, user.Name);
            }
        }

        return people;
    }
}
