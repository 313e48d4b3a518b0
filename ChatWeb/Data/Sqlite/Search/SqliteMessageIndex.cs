using System.Diagnostics;
using ChatWeb.Data.Search;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.Sqlite.Search;

/// <summary>
/// Finds messages in the FTS5 table MessageSearch, and the newest, which are not in it yet, by reading them: a post
/// waits for no index (<see cref="SqliteIndexing"/>), and is found at once.
/// </summary>
internal sealed class SqliteMessageIndex : IMessageIndex
{
    /// <summary>The most messages that are read because they are not in the index: while an old database is taken in, only the newest of them.</summary>
    internal const int MaxUnindexed = 2_000;

    public async Task<FoundMessages> FindAsync(ChatDbContext db, MessageCriteria criteria, CancellationToken cancellationToken)
    {
        if (criteria.IsHopeless || SearchExpression.Of(criteria) is not { } expression)
        {
            return FoundMessages.None;
        }

        var start = Stopwatch.GetTimestamp();
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            // First what is not in the index: what gets into it meanwhile is above the place where the index is entered.
            using var head = db.Command(SearchCommands.IndexedUpTo);
            var indexed = head.Number();
            var ids = criteria.Below > indexed + 1 ? Unindexed(db, criteria, expression, indexed, cancellationToken) : [];
            if (ids.Count == criteria.Most)
            {
                return new FoundMessages(ids, ids[^1]);
            }

            var scan = new IndexScan(db, criteria, expression, start);
            var rest = scan.Run(ids, Math.Min(criteria.Below - 1, indexed), cancellationToken);
            return new FoundMessages(ids, rest);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public async Task ChangeAsync(ChatDbContext tx, IndexedMessage message, CancellationToken cancellationToken)
    {
        var id = message.Id;
        var attached = await tx.Attachments.Where(a => a.MessageId == id).Select(a => a.ContentType).ToListAsync(cancellationToken);
        var document = SearchDocument.Of(message, attached.Aggregate(MessageContent.None, (all, type) => all | ContentOf(type)));
        var terms = string.Join(' ', document.Terms);
        await tx.Database.ExecuteSqlAsync(
            $"""
            INSERT OR REPLACE INTO MessageSearch (rowid, Terms)
            SELECT {message.Id}, {terms} FROM MessageSearchState WHERE IndexedUpTo >= {message.Id}
            """,
            cancellationToken);
    }

    public Task RemoveAsync(ChatDbContext tx, long messageId, CancellationToken cancellationToken) =>
        tx.Database.ExecuteSqlAsync($"DELETE FROM MessageSearch WHERE rowid = {messageId}", cancellationToken);

    private static MessageContent ContentOf(string type) =>
        type.StartsWith("image/", StringComparison.Ordinal) ? MessageContent.File | MessageContent.Image : MessageContent.File;

    private static List<long> Unindexed(ChatDbContext db, MessageCriteria criteria, SearchExpression expression, long indexed, CancellationToken cancellationToken)
    {
        // The plus keeps SQLite from the index of rooms, by which it would go through all that was ever said in them.
        using var command = db.Command(
            $"""
            SELECT {SearchCommands.Document} FROM Messages m
            WHERE m.Id > $indexed AND m.Id < $below AND {SearchCommands.IsSaid} AND +m.RoomId IN ({SearchCommands.ReadableRooms})
            ORDER BY m.Id DESC LIMIT {MaxUnindexed}
            """,
            ("$indexed", indexed),
            ("$below", criteria.Below),
            ("$reader", criteria.Reader));
        using var rows = command.ExecuteReader();
        var ids = new List<long>();
        while (ids.Count < criteria.Most && rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var document = SearchDocument.Read(rows);
            if (IsInTime(criteria, document.CreatedAt) && expression.Matches(document.Terms))
            {
                ids.Add(document.Id);
            }
        }

        return ids;
    }

    /// <summary>The index knows whole months only.</summary>
    private static bool IsInTime(MessageCriteria criteria, DateTimeOffset at) =>
        (criteria.From is not { } from || at >= from) && (criteria.Until is not { } until || at < until);
}
