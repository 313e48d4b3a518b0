using System.Diagnostics;
using ChatWeb.Data.Redis;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatWeb.Tests.Redis;

public sealed class RedisConnectionTests
{
    private const string Secret = "s3cret-Word";

    [Theory]
    [InlineData("localhost,passwort=s3cret-Word")]
    [InlineData("localhost,connectTimeout=s3cret-Word")]
    [InlineData("redis://user:s3cret-Word@localhost:6379")]
    [InlineData("localhost,user@s3cret-Word")]
    [InlineData("password=s3cret-Word")]
    public async Task A_setting_that_cannot_be_read_stops_the_start_and_is_named_but_not_repeated(string setting)
    {
        var error = Assert.Throws<OptionsValidationException>(() => RedisSettings.Parse(setting));
        Assert.Contains("ConnectionStrings:Redis", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);

        var started = await Assert.ThrowsAsync<InvalidOperationException>(() => ChatServer.StartAsync(("ConnectionStrings__Redis", setting)));
        Assert.Contains("ConnectionStrings:Redis", started.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, started.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_Redis_is_away_a_call_fails_at_once_and_is_logged_once_without_the_password()
    {
        await using var server = RedisServer.Reserve();
        using var log = new NodeLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var node = new RedisNode($"{server.Setting},password={Secret}", logs: logs);
        await node.Connection.Connected;
        await Assert.ThrowsAsync<RedisUnavailableException>(() => node.Cache.GetAsync("warm-up"));

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            var error = await Assert.ThrowsAsync<RedisUnavailableException>(() => node.Cache.GetAsync("key"));
            Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        }

        Assert.True(watch.Elapsed < RedisConnection.Patience * 2, $"100 calls took {watch.ElapsedMilliseconds} ms.");
        Assert.Single(log.Of(""));
        Assert.Empty(log.Of(Secret));
    }

    [Fact]
    public async Task A_Redis_that_does_not_answer_costs_one_call_a_second_its_patience_and_the_others_nothing()
    {
        await using var server = await RedisServer.StartAsync();
        using var node = new RedisNode(server.Setting);
        await node.Connection.Connected;
        await node.Cache.GetAsync("key");
        server.Pause();

        var watch = Stopwatch.StartNew();
        var longest = TimeSpan.Zero;
        for (var i = 0; i < 200; i++)
        {
            var call = Stopwatch.StartNew();
            await Assert.ThrowsAsync<RedisUnavailableException>(() => node.Cache.GetAsync("key"));
            longest = longest > call.Elapsed ? longest : call.Elapsed;
        }

        Assert.True(longest < RedisConnection.Patience * 2, $"A call took {longest.TotalMilliseconds} ms.");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"200 calls took {watch.ElapsedMilliseconds} ms.");

        server.Continue();
        while (node.Connection.IsAway)
        {
            Assert.True(watch.Elapsed < SseClient.Patience, "It is not asked again.");
            await Task.WhenAny(node.Cache.GetAsync("key"), Task.Delay(50));
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_let_go_at_once()
    {
        await using var server = await RedisServer.StartAsync();
        using var node = new RedisNode(server.Setting);
        await node.Connection.Connected;
        server.Pause();
        using var patience = new CancellationTokenSource();

        var asking = node.Cache.GetAsync("key", patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.False(node.Connection.IsAway);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => node.Cache.GetAsync("key", patience.Token));
    }
}
