using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Mentions;

/// <summary>The names that one message is known to hold, for showing it; the longest wins.</summary>
internal sealed class KnownMentions : MentionReader
{
    private readonly MentionName[] _names;

    private KnownMentions(IEnumerable<Mention> rows) =>
        _names =
        [
            .. rows
                .GroupBy(row => row.Name, StringComparer.OrdinalIgnoreCase)
                .Select(same => MentionWords.Of(same.Key) is { } word ? new MentionName(word, "") : new MentionName(same.Key, string.Join(' ', same.Select(row => row.UserId))))
                .Append(new MentionName(MentionWords.Here, "")) // whoever is here by now: it may be nobody
                .OrderByDescending(name => name.Name.Length),
        ];

    /// <summary>What a message names that names nobody, by its body: <c>@here</c> in an empty room.</summary>
    public static KnownMentions? OfNobody(string body) => body.Contains('@', StringComparison.Ordinal) ? new KnownMentions([]) : null;

    /// <summary>What these messages name, by their ids: one query, and none without an @.</summary>
    public static async Task<IReadOnlyDictionary<long, KnownMentions>> OfAsync(ChatDbContext db, IReadOnlyList<Message> messages, CancellationToken cancellationToken)
    {
        var ids = messages.Where(m => m.Body.Contains('@', StringComparison.Ordinal)).Select(m => m.Id).ToList();
        if (ids.Count == 0)
        {
            return new Dictionary<long, KnownMentions>();
        }

        var rows = await db.Mentions.AsNoTracking()
            .Where(m => ids.Contains(m.MessageId) && m.Name != MentionWords.Here)
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.MessageId).ToDictionary(group => group.Key, group => new KnownMentions(group));
    }

    public override MentionName? Read(ReadOnlySpan<char> text)
    {
        foreach (var name in _names)
        {
            if (text.StartsWith(name.Name, StringComparison.OrdinalIgnoreCase) && MentionEnds.IsEnd(text, name.Name.Length))
            {
                return name;
            }
        }

        return null;
    }
}
