using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.Sqlite.Search;

/// <summary>
/// Takes messages into the index, oldest first, some at a time: those that an older version of the program left, and from
/// then on what was posted in the last second. Alone a message would cost its sender half a millisecond, in company it
/// costs a twentieth of that; and until it is in, a search reads it itself. How far it came is stored with what it did.
/// </summary>
internal sealed class SqliteIndexing : IClusterTask
{
    /// <summary>Messages in one transaction: a few milliseconds for those who wait to write.</summary>
    internal const int Messages = 100;

    /// <summary>Pages of the index that are merged in one transaction: as long.</summary>
    private const int MergedPages = 32;

    /// <summary>How long messages gather.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks for what the bus did not tell of.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly IDbContextFactory<ChatDbContext> _contexts;
    private readonly IChatWriter _writer;
    private readonly TimeProvider _time;
    private volatile TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteIndexing(IDbContextFactory<ChatDbContext> contexts, IChatWriter writer, IRoomBus bus, TimeProvider time)
    {
        (_contexts, _writer, _time) = (contexts, writer, time);
        bus.Woken += _ => _woken.TrySetResult();
    }

    public string Name => "search-index";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Anew before the look: a message that comes meanwhile is looked for again.
            var woken = _woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await CatchUpAsync(cancellationToken);
            await Task.WhenAny(woken.Task, Task.Delay(Interval, _time, cancellationToken));
            await Task.Delay(Gathering, _time, cancellationToken);
        }
    }

    /// <summary>Takes in all there is.</summary>
    internal async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (await IsBehindAsync(cancellationToken))
        {
            await _writer.RunAsync(TakeSomeAsync, cancellationToken);
            while (await _writer.RunAsync(MergeSomeAsync, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Asked before the writers' gate is passed: there is nothing to do most of the time.</summary>
    private async Task<bool> IsBehindAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        using var command = db.Command("SELECT EXISTS (SELECT 1 FROM Messages WHERE Id > (SELECT IndexedUpTo FROM MessageSearchState))");
        return command.Number() == 1;
    }

    private static Task<bool> TakeSomeAsync(ChatDbContext tx, CancellationToken cancellationToken)
    {
        using var head = tx.Command(SearchCommands.IndexedUpTo);
        using var last = tx.Command(
            $"SELECT max(Id) FROM (SELECT Id FROM Messages WHERE Id > $from ORDER BY Id LIMIT {Messages})", ("$from", head.Number()));
        if (last.ExecuteScalar() is not long upTo)
        {
            return Task.FromResult(false);
        }

        using var read = tx.Command(
            $"SELECT {SearchCommands.Document} FROM Messages m WHERE m.Id > $from AND m.Id <= $upto AND {SearchCommands.IsSaid} ORDER BY m.Id",
            ("$from", head.Number()),
            ("$upto", upTo));
        using var add = tx.Command("INSERT OR REPLACE INTO MessageSearch (rowid, Terms) VALUES ($id, $terms)", ("$id", null), ("$terms", null));
        using (var rows = read.ExecuteReader())
        {
            while (rows.Read())
            {
                var document = SearchDocument.Read(rows);
                (add.Parameters[0].Value, add.Parameters[1].Value) = (document.Id, string.Join(' ', document.Terms));
                add.ExecuteNonQuery();
            }
        }

        using var move = tx.Command("UPDATE MessageSearchState SET IndexedUpTo = $upto", ("$upto", upTo));
        move.ExecuteNonQuery();
        return Task.FromResult(true);
    }

    /// <summary>
    /// Merges a little of what earlier transactions wrote; false when there is nothing to merge. FTS5 would do it by
    /// itself, but a large part at once.
    /// </summary>
    private static Task<bool> MergeSomeAsync(ChatDbContext tx, CancellationToken cancellationToken)
    {
        // As FTS5's documentation has it: a merge that did something changes at least two rows.
        using var changes = tx.Command("SELECT total_changes()");
        var before = changes.Number();
        using var merge = tx.Command("INSERT INTO MessageSearch (MessageSearch, rank) VALUES ('merge', $pages)", ("$pages", MergedPages));
        merge.ExecuteNonQuery();
        return Task.FromResult(changes.Number() - before >= 2);
    }
}
