using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Redis;

/// <summary>What Redis costs and gives two nodes while all is well, and how a node starts without it.</summary>
public sealed class RedisProgramTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task A_short_post_costs_three_commands_and_other_nodes_no_read_at_all()
    {
        using var nodes = await TwoNodes.StartAsync(_redis.Setting);
        await using var there = nodes.OnB.Stream(nodes.Room);
        await there.NextAsync("connection_ack");
        await nodes.OnA.PostAsync(nodes.Room, "which warms up");
        await there.DurableAsync(1);
        for (var round = 1; ; round++)
        {
            using var onA = new Measured(nodes.A);
            using var onB = new Measured(nodes.B);
            for (var i = 0; i < 10; i++)
            {
                await nodes.OnA.PostAsync(nodes.Room, $"short {i}");
                await there.DurableAsync(1);
            }

            if (round < 5 && Faltered(nodes) && onA.SumOf("chatweb.redis.commands", "command=EVAL") < 10)
            {
                await UntilRedisIsAskedAgainAsync(nodes, there);
                continue;
            }

            await onB.UntilAsync(10, "chatweb.bus.entries");
            Assert.Equal(10, onA.SumOf("chatweb.redis.commands", "command=EVAL"));
            // The wake-up, and that the sender has read it; besides, a word to itself every five seconds.
            Assert.InRange(onA.SumOf("chatweb.redis.commands", "command=PUBLISH"), 20, 23);
            Assert.InRange(onA.SumOf("chatweb.redis.commands"), 30, 33);
            Assert.Equal(0, onB.SumOf("chatweb.redis.commands", "command=HMGET"));
            Assert.Equal(0, onB.SumOf("chatweb.database.reads"));
            return;
        }
    }

    /// <summary>On a busy machine Redis may seem away, and then is asked again by what is posted a second later.</summary>
    private static async Task UntilRedisIsAskedAgainAsync(TwoNodes nodes, SseClient there)
    {
        using var onA = new Measured(nodes.A);
        while (onA.SumOf("chatweb.redis.commands", "command=EVAL") == 0)
        {
            await nodes.OnA.PostAsync(nodes.Room, "and again");
            await there.DurableAsync(1);
        }
    }

    private static bool Faltered(TwoNodes nodes) =>
        new[] { nodes.LogA, nodes.LogB }.Any(log => log.Of("Redis is away").Any() || log.Of("broadcast queue fails").Any());

    [Fact]
    public async Task A_long_post_is_read_from_the_queue_by_the_nodes_that_have_listeners()
    {
        using var nodes = await TwoNodes.StartAsync(_redis.Setting);
        await using var there = nodes.OnB.Stream(nodes.Room);
        await there.NextAsync("connection_ack");
        using var onB = new Measured(nodes.B);
        var body = string.Concat(Enumerable.Repeat("한국어 ", 1_000));

        await nodes.OnA.PostAsync(nodes.Room, body);

        Assert.Contains(body.Trim(), (await there.DurableAsync(1))[0].Data, StringComparison.Ordinal);
        await onB.UntilAsync(1, "chatweb.queue.hits");
        Assert.Equal(0, onB.SumOf("chatweb.bus.entries"));
    }

    [Fact]
    public async Task A_signal_reaches_the_other_node()
    {
        using var nodes = await TwoNodes.StartAsync(_redis.Setting);
        await using var there = nodes.OnB.Stream(nodes.Room);
        await there.NextAsync("connection_ack");

        using var typing = await nodes.OnA.Http.PostAsJsonAsync($"/chat/sse/{nodes.Room}/typing", new { is_typing = true });

        Assert.True(typing.IsSuccessStatusCode);
        await there.NextAsync("typing");
    }

    [Fact]
    public async Task A_node_starts_without_Redis_serves_degraded_and_finds_it_when_it_is_there()
    {
        _redis.Kill();
        using var nodes = await TwoNodes.StartAsync(_redis.Setting, wait: false);
        await using var here = nodes.OnA.Stream(nodes.Room);
        await using var there = nodes.OnB.Stream(nodes.Room);
        await Task.WhenAll(here.NextAsync("connection_ack"), there.NextAsync("connection_ack"));

        await nodes.OnA.PostAsync(nodes.Room, "without Redis");
        await Task.WhenAll(here.DurableAsync(1), there.DurableAsync(1));
        Assert.Equal((HttpStatusCode.OK, "degraded", "degraded"), await ReadyAsync());

        await _redis.RestartAsync();
        await Task.WhenAll(nodes.LogA.SaysAsync("bus between the nodes is up"), nodes.LogB.SaysAsync("bus between the nodes is up"));
        Assert.Equal((HttpStatusCode.OK, "healthy", "healthy"), await ReadyAsync());
        using var onB = new Measured(nodes.B);
        await nodes.OnA.PostAsync(nodes.Room, "with Redis");
        await onB.UntilAsync(1, "chatweb.bus.entries");

        async Task<(HttpStatusCode Status, string All, string Redis)> ReadyAsync()
        {
            using var answer = await nodes.OnA.Http.GetAsync("/health/ready");
            var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            return (answer.StatusCode, report.GetProperty("status").GetString()!, report.GetProperty("parts").GetProperty("redis").GetString()!);
        }
    }
}
