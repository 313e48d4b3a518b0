using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Accounts;

/// <summary>
/// This process's place in the log of ended sessions. Ids are given out before the commit, so a smaller one can show
/// up after a larger: what was added lately is read again, and what is known already left out.
/// </summary>
internal sealed class RevocationLog(IDbContextFactory<ChatDbContext> contexts, TimeProvider time)
{
    /// <summary>No transaction that ends sessions takes as long: database commands give up after 30 s.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(35);

    private readonly Queue<(long ReadAt, long LastId)> _reads = [];
    private readonly HashSet<long> _known = [];
    private long _floor;

    /// <summary>The users of whom a session ended since the last call; the first call tells of a day. One caller at a time.</summary>
    public async Task<IReadOnlyCollection<Guid>> ReadNewAsync(CancellationToken cancellationToken)
    {
        var floor = Floor();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = await db.Revocations
            .Where(r => r.Id > floor)
            .OrderBy(r => r.Id)
            .Select(r => new { r.Id, r.UserId })
            .ToListAsync(cancellationToken);
        if (lines.Count == 0)
        {
            return [];
        }

        _reads.Enqueue((time.GetTimestamp(), lines[^1].Id));
        return lines.Where(line => _known.Add(line.Id)).Select(line => line.UserId).ToHashSet();
    }

    /// <summary>The id up to which nothing can be added any more.</summary>
    private long Floor()
    {
        while (_reads.TryPeek(out var read) && time.GetElapsedTime(read.ReadAt) > Overlap)
        {
            _reads.Dequeue();
            _floor = read.LastId;
            _known.RemoveWhere(id => id <= _floor);
        }

        return _floor;
    }
}
