using ChatWeb.Data;
using ChatWeb.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Streaming;

/// <summary>Reads stretches of a room's log: from the broadcast queue while it is fresh, else from the database.</summary>
public sealed class RoomEventReader
{
    /// <summary>A longer stretch is cheaper to read from the database at once.</summary>
    private const int MaxFromQueue = 64;

    private readonly BroadcastQueue _queue;
    private readonly IDbContextFactory<ChatDbContext> _contexts;
    private readonly StreamMeters _meters;
    private readonly Dictionary<RoomEventKind, IRoomEventTeller> _tellers;

    public RoomEventReader(BroadcastQueue queue, IDbContextFactory<ChatDbContext> contexts, IEnumerable<IRoomEventTeller> tellers, StreamMeters meters)
    {
        _queue = queue;
        _contexts = contexts;
        _meters = meters;
        _tellers = tellers.SelectMany(teller => teller.Kinds.Select(kind => (kind, teller))).ToDictionary(t => t.kind, t => t.teller);
    }

    /// <summary>
    /// The entries after <paramref name="after"/> up to <paramref name="upTo"/>, in order and without a gap; fewer
    /// when the log does not reach that far yet. An entry that can't be told has empty JSON.
    /// </summary>
    public async Task<IReadOnlyList<BroadcastEntry>> ReadAsync(long roomId, long after, long upTo, CancellationToken cancellationToken)
    {
        var count = (int)(upTo - after);
        if (count <= MaxFromQueue)
        {
            var found = await Task.WhenAll(Enumerable.Range(1, count).Select(step => _queue.FindAsync(roomId, after + step)));
            if (Array.TrueForAll(found, entry => entry is not null) && !found.Skip(1).Any(entry => entry!.Kind.TakesBack()))
            {
                _meters.QueueHits(count);
                return found!;
            }
        }

        _meters.DatabaseRead(isLong: count > MaxFromQueue);
        var read = await ReadFromDatabaseAsync(roomId, after, count, cancellationToken);
        Outdate(roomId, read.LastOrDefault(entry => entry.Kind.TakesBack()));
        return read;
    }

    /// <summary>An entry is known of. If it takes back what was said before, none of that is read from the queue any more.</summary>
    public void Outdate(long roomId, BroadcastEntry? entry)
    {
        if (entry is not null && entry.Kind.TakesBack())
        {
            _queue.Outdate(roomId, entry.Seq);
        }
    }

    /// <summary>Who renders entries of a kind; null for a kind that this version of the program does not know.</summary>
    public IRoomEventTeller? TellerOf(RoomEventKind kind) => _tellers.GetValueOrDefault(kind);

    private async Task<IReadOnlyList<BroadcastEntry>> ReadFromDatabaseAsync(long roomId, long after, int limit, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var log = await db.RoomEvents.AsNoTracking()
            .Where(e => e.RoomId == roomId && e.Seq > after)
            .OrderBy(e => e.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken);

        var told = new Dictionary<long, BroadcastEntry>(log.Count);
        foreach (var group in log.GroupBy(e => TellerOf(e.Kind)))
        {
            if (group.Key is not null)
            {
                foreach (var (seq, entry) in await group.Key.ReadAsync(db, roomId, group.ToList(), cancellationToken))
                {
                    told[seq] = entry;
                }
            }
        }

        return log.ConvertAll(e => told.GetValueOrDefault(e.Seq) ?? new BroadcastEntry(e.Seq, e.Kind, ReadOnlyMemory<byte>.Empty));
    }
}
