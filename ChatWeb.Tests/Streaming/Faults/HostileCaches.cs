using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>What can be wrong with a cache.</summary>
public enum CacheFault
{
    None,
    Throws,
    LosesEverySecond,

    /// <summary>Each call takes 500 ms.</summary>
    Slow,

    /// <summary>No call ever ends, whatever its cancellation token says.</summary>
    Hangs,

    /// <summary>Stores nothing and finds nothing.</summary>
    Forgets,

    /// <summary>Fails now and then, and keeps what it said it could not.</summary>
    Lies,
}

/// <summary>A cache in memory with one thing wrong with it.</summary>
public sealed class HostileCache(CacheFault fault) : IDistributedCache
{
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(500);

    private readonly MemoryDistributedCache _cache = new(Options.Create(new MemoryDistributedCacheOptions()));
    private int _entries;
    private int _calls;

    /// <summary>The keys that were stored under, lost entries included.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    public byte[]? Get(string key) => throw new NotSupportedException();

    public void Refresh(string key) => throw new NotSupportedException();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public void Remove(string key) => throw new NotSupportedException();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await SufferAsync(token);
        return fault == CacheFault.Forgets ? null : await _cache.GetAsync(key, token);
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Keys.Enqueue(key);
        if (fault == CacheFault.Lies)
        {
            await _cache.SetAsync(key, value, options, token);
        }

        await SufferAsync(token);
        if (fault != CacheFault.LosesEverySecond || Interlocked.Increment(ref _entries) % 2 == 0)
        {
            await _cache.SetAsync(key, value, options, token);
        }
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await SufferAsync(token);
        await _cache.RemoveAsync(key, token);
    }

    private Task SufferAsync(CancellationToken token)
    {
        switch (fault)
        {
            case CacheFault.Throws:
            case CacheFault.Lies when Interlocked.Increment(ref _calls) % 3 == 0:
                throw new IOException("The cache is down.");
            case CacheFault.Slow:
                return Task.Delay(Slowness, token);
            case CacheFault.Hangs:
                return new TaskCompletionSource().Task;
            default:
                return Task.CompletedTask;
        }
    }
}
