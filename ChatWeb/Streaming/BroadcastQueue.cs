using System.Globalization;
using ChatWeb.Data;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>
/// The fast path between a commit and the hubs: one immutable cache entry an event, so that two writers can't lose
/// each other's. It may forget or fail at any time; whoever misses an entry reads the database, and a cache that has
/// failed is not asked again for a second.
/// <para>Key: <c>{database id}:chat_broadcast:{room}:{seq}</c>. Value: one byte, the kind, then the event's JSON.</para>
/// </summary>
public sealed partial class BroadcastQueue(
    IDistributedCache cache,
    InstallationState installation,
    IOptions<StreamOptions> options,
    TimeProvider time,
    ILogger<BroadcastQueue> logger)
{
    /// <summary>A cache slower than this is as good as none: the database answers in less.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly CircuitBreaker _breaker = new(time);

    /// <summary>Twice an entry's life: one that was held up on its way in is refused as long as another would have lived.</summary>
    private readonly OutdatedEntries _outdated = new(TimeSpan.FromSeconds(2 * options.Value.BroadcastTtlSeconds), time);

    private readonly DistributedCacheEntryOptions _lifetime = new()
    {
        AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(options.Value.BroadcastTtlSeconds),
    };

    /// <summary>
    /// Something that was said before changed at this sequence: this process serves no older entry of the room any more,
    /// whatever the cache still has or is yet to be given. The database says what holds.
    /// </summary>
    public void Outdate(long roomId, long before) => _outdated.Outdate(roomId, before);

    /// <summary>Whether an entry may say what does not hold any more.</summary>
    public bool IsOutdated(long roomId, long seq) => _outdated.Has(roomId, seq);

    /// <summary>Offers an entry. Never throws and takes at most 100 ms.</summary>
    public async Task AddAsync(long roomId, BroadcastEntry entry)
    {
        if (IsOutdated(roomId, entry.Seq) || !_breaker.MayAsk())
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var value = new byte[entry.Json.Length + 1];
            value[0] = (byte)entry.Kind;
            entry.Json.CopyTo(value.AsMemory(1));
            await cache.SetAsync(Key(roomId, entry.Seq), value, _lifetime, patience.Token).WaitAsync(patience.Token);
            if (IsOutdated(roomId, entry.Seq))
            {
                // Taken back while it was on its way.
                await cache.RemoveAsync(Key(roomId, entry.Seq), patience.Token).WaitAsync(patience.Token);
            }

            Found();
        }
        catch (Exception exception)
        {
            Lost(exception, roomId, entry.Seq);
        }
    }

    /// <summary>
    /// The entry, or null when the cache lost it, never had it, or does not answer within 100 ms. One of a kind that a
    /// newer version of the program wrote is as good as lost: the database's reader knows what to make of it.
    /// </summary>
    public async Task<BroadcastEntry?> FindAsync(long roomId, long seq)
    {
        if (IsOutdated(roomId, seq) || !_breaker.MayAsk())
        {
            return null;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var value = await cache.GetAsync(Key(roomId, seq), patience.Token).WaitAsync(patience.Token);
            Found();
            return value is { Length: > 1 } && Enum.IsDefined((RoomEventKind)value[0])
                ? new BroadcastEntry(seq, (RoomEventKind)value[0], value.AsMemory(1))
                : null;
        }
        catch (Exception exception)
        {
            Lost(exception, roomId, seq);
            return null;
        }
    }

    /// <summary>
    /// Takes entries back, for every process on the cache. Never throws and takes at most 100 ms; what a failing cache
    /// keeps nevertheless is gone with its time.
    /// </summary>
    public async Task RemoveAsync(long roomId, IReadOnlyCollection<long> seqs)
    {
        if (seqs.Count == 0 || !_breaker.MayAsk())
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await Task.WhenAll(seqs.Select(seq => cache.RemoveAsync(Key(roomId, seq), patience.Token))).WaitAsync(patience.Token);
            Found();
        }
        catch (Exception exception)
        {
            Lost(exception, roomId, seqs.First());
        }
    }

    private void Found()
    {
        if (_breaker.Succeeded())
        {
            LogFound();
        }
    }

    /// <summary>One line however many events it concerns.</summary>
    private void Lost(Exception exception, long roomId, long seq)
    {
        if (_breaker.Failed())
        {
            LogLost(exception, seq, roomId);
        }
    }

    private string Key(long roomId, long seq) =>
        string.Create(CultureInfo.InvariantCulture, $"{installation.DatabaseId:N}:chat_broadcast:{roomId}:{seq}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broadcast queue fails, first for event {Seq} of room {RoomId}; until it answers, what it should hold is read from the database.")]
    private partial void LogLost(Exception exception, long seq, long roomId);

    [LoggerMessage(Level = LogLevel.Information, Message = "The broadcast queue answers again.")]
    private partial void LogFound();
}
