using ChatWeb.Accounts;
using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Mentions;

/// <summary>
/// Whom a message named before it was edited. What is still typed means the same people, whatever became of them since:
/// they may have another name, have left, or not be here any more.
/// </summary>
internal sealed class NamedBefore
{
    public static readonly NamedBefore Nobody = new([], saidHere: false);

    private NamedBefore(List<Mention> rows, bool saidHere)
    {
        Rows = rows;
        Names = rows.Where(row => MentionWords.Of(row.Name) is null).ToLookup(row => NameKeys.Of(row.Name), row => row.UserId);
        Room = rows.Exists(row => row.UserId == Mention.Everybody);
        Here = saidHere ? [.. rows.Where(row => row.Name == MentionWords.Here).Select(row => row.UserId)] : null;
    }

    public IReadOnlyList<Mention> Rows { get; }

    /// <summary>People by the key of the name that meant them.</summary>
    public ILookup<string, Guid> Names { get; }

    /// <summary>It called everybody.</summary>
    public bool Room { get; }

    /// <summary>Who was here when it called those; null when it did not.</summary>
    public IReadOnlyList<Guid>? Here { get; }

    /// <summary>Of a message whose new body is not saved yet.</summary>
    public static async Task<NamedBefore> OfAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken)
    {
        var rows = await tx.Mentions.Where(m => m.MessageId == message.Id).ToListAsync(cancellationToken);
        return new NamedBefore(rows, rows.Exists(row => row.Name == MentionWords.Here) || SaidHere(tx.Entry(message).Property(m => m.Body).OriginalValue));
    }

    /// <summary>Perhaps to nobody: then it has no row.</summary>
    private static bool SaidHere(string body) =>
        body.Contains($"@{MentionWords.Here}", StringComparison.OrdinalIgnoreCase) && MentionCandidates.Of(body).Have(MentionWords.Here);
}
