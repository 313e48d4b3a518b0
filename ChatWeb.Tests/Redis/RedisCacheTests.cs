using System.Globalization;
using System.Text;
using ChatWeb.Data.Redis;
using Microsoft.Extensions.Caching.Distributed;

namespace ChatWeb.Tests.Redis;

/// <summary>The cache on Redis, looked at from both sides: ours, and what lies in Redis.</summary>
public sealed class RedisCacheTests : IAsyncLifetime
{
    private static readonly byte[] Value = [0, 1, 2, 255];
    private RedisServer _server = null!;
    private RedisNode _node = null!;

    private RedisCache Cache => _node.Cache;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _node = new RedisNode(_server.Setting);
        await _node.Connection.Connected;
    }

    public async ValueTask DisposeAsync()
    {
        _node.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_entry_lies_in_Redis_as_Microsofts_cache_keeps_it()
    {
        var ends = DateTimeOffset.UtcNow.AddMinutes(5).ToOffset(TimeSpan.FromHours(9));
        await Cache.SetAsync("both", "text"u8.ToArray(), new() { AbsoluteExpiration = ends, SlidingExpiration = TimeSpan.FromMinutes(1) });
        await Cache.SetAsync("neither", Value, new());

        Assert.Equal("hash", await _server.AskAsync("TYPE", "chatweb:both"));
        Assert.Equal("3", await _server.AskAsync("HLEN", "chatweb:both"));
        Assert.Equal(ends.UtcTicks.ToString(CultureInfo.InvariantCulture), await _server.AskAsync("HGET", "chatweb:both", "absexp"));
        Assert.Equal($"{TimeSpan.TicksPerMinute}", await _server.AskAsync("HGET", "chatweb:both", "sldexp"));
        Assert.Equal("text", await _server.AskAsync("HGET", "chatweb:both", "data"));
        Assert.InRange(await LifeAsync("both"), 50_000, 60_000);
        Assert.Equal("-1", await _server.AskAsync("HGET", "chatweb:neither", "absexp"));
        Assert.Equal("-1", await _server.AskAsync("HGET", "chatweb:neither", "sldexp"));
        Assert.Equal(-1, await LifeAsync("neither"));
    }

    [Fact]
    public async Task What_Microsofts_cache_wrote_is_found_and_lives_on_when_read()
    {
        await _server.AskAsync("HSET", "chatweb:theirs", "absexp", "-1", "sldexp", $"{TimeSpan.TicksPerMinute}", "data", "한국어");
        await _server.AskAsync("EXPIRE", "chatweb:theirs", "10");

        Assert.Equal("한국어", Encoding.UTF8.GetString((await Cache.GetAsync("theirs"))!));
        Assert.InRange(await LifeAsync("theirs"), 50_000, 60_000);
    }

    [Fact]
    public async Task Reading_prolongs_a_sliding_life_and_never_beyond_the_absolute_end()
    {
        await Cache.SetAsync("key", Value, new() { SlidingExpiration = TimeSpan.FromMinutes(1), AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) });
        foreach (var read in new Func<Task>[] { () => Cache.GetAsync("key"), () => Cache.RefreshAsync("key"), () => Task.Run(() => Cache.Refresh("key")) })
        {
            await _server.AskAsync("PEXPIRE", "chatweb:key", "5000");
            await read();
            Assert.InRange(await LifeAsync("key"), 50_000, 60_000);
        }

        await Cache.SetAsync("key", Value, new() { SlidingExpiration = TimeSpan.FromMinutes(5), AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
        await Cache.GetAsync("key");
        Assert.InRange(await LifeAsync("key"), 50_000, 60_000);
    }

    [Fact]
    public async Task An_absolute_life_is_not_prolonged_and_a_new_entry_has_its_own()
    {
        await Cache.SetAsync("key", Value, new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
        await _server.AskAsync("PEXPIRE", "chatweb:key", "5000");
        await Cache.GetAsync("key");
        await Cache.RefreshAsync("key");
        Assert.InRange(await LifeAsync("key"), 1, 5_000);

        await Cache.SetAsync("key", Value, new());
        Assert.Equal(-1, await LifeAsync("key"));
    }

    [Fact]
    public async Task Both_ways_of_asking_find_the_same()
    {
        Cache.Set("key", Value, new DistributedCacheEntryOptions());
        Assert.Equal(Value, await Cache.GetAsync("key"));
        Assert.Equal(Value, Cache.Get("key"));
        await Cache.RemoveAsync("key");
        Assert.Null(Cache.Get("key"));
        await Cache.RefreshAsync("key");
        Cache.Remove("key");
        Assert.Equal("0", await _server.AskAsync("EXISTS", "chatweb:key"));
    }

    [Fact]
    public async Task An_end_in_the_past_is_refused()
    {
        var past = new DistributedCacheEntryOptions { AbsoluteExpiration = DateTimeOffset.UtcNow.AddSeconds(-1) };
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Cache.SetAsync("key", Value, past));
    }

    [Fact]
    public async Task Without_a_sliding_life_an_operation_is_one_command()
    {
        await _server.AskAsync("CONFIG", "RESETSTAT");
        await Cache.SetAsync("key", Value, new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
        await Cache.GetAsync("key");
        await Cache.GetAsync("missing");
        await Cache.RemoveAsync("key");

        var stats = await _server.AskAsync("INFO", "commandstats");
        Assert.Contains("cmdstat_eval:calls=1,", stats, StringComparison.Ordinal);
        Assert.Contains("cmdstat_hmget:calls=2,", stats, StringComparison.Ordinal);
        Assert.Contains("cmdstat_del:calls=1,", stats, StringComparison.Ordinal);
        Assert.DoesNotContain("cmdstat_script", stats, StringComparison.Ordinal);
    }

    private async Task<long> LifeAsync(string key) =>
        long.Parse(await _server.AskAsync("PTTL", $"chatweb:{key}"), CultureInfo.InvariantCulture);
}
