using System.Globalization;
using ChatWeb.Accounts;
using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages;

/// <summary>The beginnings of messages that others answer.</summary>
internal static class Quotes
{
    /// <summary>Characters (grapheme clusters) of a message that a quote shows.</summary>
    private const int MaxExcerpt = 120;

    /// <summary>The quotes of these messages, by their ids, with one query.</summary>
    public static async Task<IReadOnlyDictionary<long, Quote>> OfAsync(ChatDbContext db, IReadOnlyList<long> messageIds, CancellationToken cancellationToken)
    {
        var rows = await db.Messages
            .Where(m => messageIds.Contains(m.Id))
            .Join(db.Names(), m => m.SenderId, u => u.Id, (m, u) => new { m.Id, m.Number, m.SenderId, u.Name, m.Body, Deleted = m.DeletedAt != null })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => row.Id,
            row => new Quote(row.Id, row.Number, row.SenderId, row.Name, row.Deleted ? "" : ExcerptOf(row.Body), row.Deleted));
    }

    /// <summary>The first words, on one line.</summary>
    public static string ExcerptOf(string body)
    {
        var text = string.Join(' ', MarkdownRenderer.ToText(body).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var starts = StringInfo.ParseCombiningCharacters(text.Length > 8 * MaxExcerpt ? text[..(8 * MaxExcerpt)] : text);
        return starts.Length > MaxExcerpt ? $"{text[..starts[MaxExcerpt]].TrimEnd()}…" : text;
    }
}
