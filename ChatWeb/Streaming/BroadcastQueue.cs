using System.Globalization;
using ChatWeb.Data;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>
/// The fast path between a commit and the hubs: one immutable cache entry an event, so that two writers can't lose
/// each other's. It may forget or fail at any time; whoever misses an entry reads the database.
/// <para>Key: <c>{database id}:chat_broadcast:{room}:{seq}</c>. Value: one byte, the kind, then the event's JSON.</para>
/// </summary>
public sealed partial class BroadcastQueue(
    IDistributedCache cache,
    InstallationState installation,
    IOptions<StreamOptions> options,
    ILogger<BroadcastQueue> logger)
{
    /// <summary>A cache slower than this is as good as none: the database answers in less.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly DistributedCacheEntryOptions _lifetime = new()
    {
        AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(options.Value.BroadcastTtlSeconds),
    };

    /// <summary>Offers an entry. Never throws and takes at most 100 ms.</summary>
    public async Task AddAsync(long roomId, BroadcastEntry entry)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var value = new byte[entry.Json.Length + 1];
            value[0] = (byte)entry.Kind;
            entry.Json.CopyTo(value.AsMemory(1));
            await cache.SetAsync(Key(roomId, entry.Seq), value, _lifetime, patience.Token).WaitAsync(patience.Token);
        }
        catch (Exception exception)
        {
            LogNotAdded(exception, roomId, entry.Seq);
        }
    }

    /// <summary>
    /// The entry, or null when the cache lost it, never had it, or does not answer within 100 ms. One of a kind that a
    /// newer version of the program wrote is as good as lost: the database's reader knows what to make of it.
    /// </summary>
    public async Task<BroadcastEntry?> FindAsync(long roomId, long seq)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var value = await cache.GetAsync(Key(roomId, seq), patience.Token).WaitAsync(patience.Token);
            return value is { Length: > 1 } && Enum.IsDefined((RoomEventKind)value[0])
                ? new BroadcastEntry(seq, (RoomEventKind)value[0], value.AsMemory(1))
                : null;
        }
        catch (Exception exception)
        {
            LogNotFound(exception, roomId, seq);
            return null;
        }
    }

    private string Key(long roomId, long seq) =>
        string.Create(CultureInfo.InvariantCulture, $"{installation.DatabaseId:N}:chat_broadcast:{roomId}:{seq}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broadcast queue did not take event {Seq} of room {RoomId}; hubs will read it from the database.")]
    private partial void LogNotAdded(Exception exception, long roomId, long seq);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broadcast queue did not answer for event {Seq} of room {RoomId}; reading the database.")]
    private partial void LogNotFound(Exception exception, long roomId, long seq);
}
