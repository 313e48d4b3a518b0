using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace ChatWeb.Data.Redis;

/// <summary>
/// The distributed cache on Redis, with the keys and hashes of Microsoft.Extensions.Caching.StackExchangeRedis, so that
/// either reads what the other wrote: <c>{instance}{key}</c> is a hash of <c>absexp</c> and <c>sldexp</c> (ticks, -1 for
/// none) and <c>data</c>. Each operation is one round trip, or two for an entry whose life each reading prolongs.
/// <para>Throws what <see cref="RedisConnection.RunAsync"/> throws: a cache that is away is its user's to do without.</para>
/// </summary>
public sealed class RedisCache(RedisConnection connection, string instance, TimeProvider time) : IDistributedCache
{
    private const long None = -1;

    /// <summary>In one step, so that no entry stays for ever for want of the second command.</summary>
    private const string SetScript = """
        redis.call('HSET', KEYS[1], 'absexp', ARGV[1], 'sldexp', ARGV[2], 'data', ARGV[4])
        if ARGV[3] == '-1' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
        return 1
        """;

    private static readonly RedisValue[] Expiries = ["absexp", "sldexp"];
    private static readonly RedisValue[] ExpiriesAndData = ["absexp", "sldexp", "data"];

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var hash = await connection.RunAsync("HMGET", db => db.HashGetAsync(instance + key, ExpiriesAndData), token);
        await ProlongAsync(key, hash, token);
        return hash[2].IsNull ? null : (byte[])hash[2];
    }

    public async Task RefreshAsync(string key, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        await ProlongAsync(key, await connection.RunAsync("HMGET", db => db.HashGetAsync(instance + key, Expiries), token), token);
    }

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return connection.RunAsync("DEL", db => db.KeyDeleteAsync(instance + key), token);
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(options);
        var now = time.GetUtcNow();
        var ends = options.AbsoluteExpirationRelativeToNow is { } life ? now + life : options.AbsoluteExpiration;
        if (ends <= now)
        {
            throw new ArgumentOutOfRangeException(nameof(options), ends, "The absolute expiration must be in the future.");
        }

        RedisKey[] keys = [instance + key];
        RedisValue[] values =
        [
            ends?.UtcTicks ?? None,
            options.SlidingExpiration?.Ticks ?? None,
            Life(now, ends, options.SlidingExpiration) is { } left ? Milliseconds(left) : None,
            value,
        ];

        // The script travels with each call: one that Redis knows by its hash is forgotten when Redis starts anew.
        return connection.RunAsync("EVAL", db => db.ScriptEvaluateAsync(SetScript, keys, values, CommandFlags.NoScriptCache), token);
    }

    // The interface has them and ChatWeb does not use them: each holds its thread for as long as the patience lasts. On
    // another thread, so that nothing waits for the caller's synchronization context, which is blocked.
    public byte[]? Get(string key) => Task.Run(() => GetAsync(key)).GetAwaiter().GetResult();

    public void Refresh(string key) => Task.Run(() => RefreshAsync(key)).GetAwaiter().GetResult();

    public void Remove(string key) => Task.Run(() => RemoveAsync(key)).GetAwaiter().GetResult();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) =>
        Task.Run(() => SetAsync(key, value, options)).GetAwaiter().GetResult();

    private static TimeSpan? Life(DateTimeOffset now, DateTimeOffset? ends, TimeSpan? sliding) =>
        ends - now is { } left && !(left > sliding) ? left : sliding;

    /// <summary>At least one: Redis takes 0 for "delete".</summary>
    private static long Milliseconds(TimeSpan life) => Math.Max(1, (long)life.TotalMilliseconds);

    private async Task ProlongAsync(string key, RedisValue[] hash, CancellationToken token)
    {
        if (Ticks(hash[1]) is { } sliding)
        {
            var ends = Ticks(hash[0]) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : (DateTimeOffset?)null;
            var life = Life(time.GetUtcNow(), ends, TimeSpan.FromTicks(sliding))!.Value;
            await connection.RunAsync("PEXPIRE", db => db.KeyExpireAsync(instance + key, TimeSpan.FromMilliseconds(Milliseconds(life))), token);
        }
    }

    private static long? Ticks(RedisValue value) => value.HasValue && (long)value is var ticks and not None ? ticks : null;
}
