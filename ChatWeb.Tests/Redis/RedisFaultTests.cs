using System.Diagnostics;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Redis;

/// <summary>
/// Redis fails in every way we know while two nodes are written to and listened to: nobody loses anything, nobody who
/// posts waits for it, and on the node where something is said it is heard at once.
/// </summary>
public abstract class RedisFault : IAsyncLifetime
{
    private const int ClientsOnEach = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// A post waits for no Redis at all; the rest is a busy machine's. Of the slowest twentieth nothing is asked: when
    /// two processes meet on one SQLite file, its busy handler sleeps a second.
    /// </summary>
    private static readonly TimeSpan QuickAnswer = TimeSpan.FromMilliseconds(500);

    protected RedisServer Redis { get; private set; } = null!;

    internal TwoNodes Nodes { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Redis = await RedisServer.StartAsync();
        Nodes = await TwoNodes.StartAsync(Redis.Setting);
    }

    public async ValueTask DisposeAsync()
    {
        Nodes.Dispose();
        await Redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Has people write before, during and after the fault, and everybody's sequence looked at.</summary>
    /// <param name="fault">Causes it, and waits until it is over.</param>
    protected async Task RideOutAsync(Func<Task> fault)
    {
        var followers = await Nodes.FollowAsync(ClientsOnEach);
        using var enough = new CancellationTokenSource();
        var writers = StubbornWriter.Several(2, Nodes.OnA, Nodes.Room);
        var writing = writers.Select(writer => writer.SayUntilAsync(enough.Token, Pause)).ToList();
        await Task.WhenAll(followers.Select(follower => follower.ReachAsync(20)));

        await fault();

        var said = writers.Sum(writer => writer.Acknowledged.Count);
        await Task.WhenAll(followers.Select(follower => follower.ReachAsync(said + 20)));
        await enough.CancelAsync();
        await Task.WhenAll(writing);
        var last = await Nodes.OnB.PostAsync(Nodes.Room, "the last, from the other node");
        await Follower.AllHaveEverythingAsync(followers, last.Seq);
        Assert.All(followers, follower => Assert.Equal(1, follower.Openings));
        Assert.All(writers, writer => Assert.Empty(writer.Problems));
        var took = writers.SelectMany(writer => writer.Took).Order().ToList();
        Assert.True(took[took.Count * 95 / 100] < QuickAnswer, $"Posts took {string.Join(", ", took.Select(t => $"{t.TotalMilliseconds:0}"))} ms.");
    }

    /// <summary>With Redis as it is: what is said on a node is heard there at once.</summary>
    protected async Task HeardAtOnceAsync()
    {
        await using var stream = Nodes.OnA.Stream(Nodes.Room);
        await stream.NextAsync("connection_ack");
        var late = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            var posted = await Nodes.OnA.PostAsync(Nodes.Room, $"at once {i}");
            var watch = Stopwatch.StartNew();
            while ((await stream.DurableAsync(1))[0].Id < posted.Seq)
            {
            }

            late.Add(watch.ElapsedMilliseconds);
        }

        Assert.True(late.Order().ElementAt(8) < 100, $"It took {string.Join(", ", late)} ms.");
    }

    /// <summary>What is said on one node reaches the other over the bus, whatever the sweep finds.</summary>
    protected async Task HeardOverTheBusAsync()
    {
        await HeardAsync(Nodes.OnA, Nodes.B);
        await HeardAsync(Nodes.OnB, Nodes.A);

        async Task HeardAsync(ChatApi from, ProgramInside to)
        {
            using var measured = new Measured(to);
            var watch = Stopwatch.StartNew();
            while (measured.SumOf("chatweb.redis.messages") == 0)
            {
                Assert.True(watch.Elapsed < SseClient.Patience, "Nothing came over the bus.");
                await from.PostAsync(Nodes.Room, "over the bus");
                await Task.Delay(100);
            }
        }
    }
}

public sealed class KilledRedisTests : RedisFault
{
    [Fact]
    public async Task Killed_and_back_with_nothing_in_it()
    {
        await RideOutAsync(async () =>
        {
            Redis.Kill();
            await HeardAtOnceAsync();
            await Task.WhenAll(Nodes.LogA.SaysAsync("Redis is away"), Nodes.LogB.SaysAsync("Redis is away"));
            await Redis.RestartAsync();
            await Task.WhenAll(Nodes.LogA.SaysAsync("bus between the nodes is up", 2), Nodes.LogB.SaysAsync("bus between the nodes is up", 2));
        });
        await HeardOverTheBusAsync();

        foreach (var log in new[] { Nodes.LogA, Nodes.LogB })
        {
            Assert.Single(log.Of("Redis is away"));
            Assert.Single(log.Of("Redis is back"));
            Assert.InRange(log.Of("broadcast queue fails").Count(), 0, 1);
            Assert.Empty(log.Of("bus between the nodes is lost")); // it went with Redis
        }
    }
}

public sealed class CutConnectionsTests : RedisFault
{
    [Fact]
    public async Task Every_connection_cut_twice()
    {
        await RideOutAsync(async () =>
        {
            await CutAsync();
            await CutAsync();
        });
        await HeardOverTheBusAsync();

        async Task CutAsync()
        {
            await Redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await Redis.AskAsync("CLIENT", "KILL", "TYPE", "normal");
            await Task.Delay(500);
        }
    }

    [Fact]
    public async Task Subscriptions_cut()
    {
        await RideOutAsync(async () => Assert.Equal("2", await Redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub")));
        await HeardOverTheBusAsync();
    }
}

public sealed class StoppedRedisTests : RedisFault
{
    [Fact]
    public async Task Ten_seconds_without_an_answer()
    {
        await RideOutAsync(async () =>
        {
            Redis.Pause();
            var stopped = Stopwatch.StartNew();
            await HeardAtOnceAsync();
            await Task.Delay(TimeSpan.FromSeconds(10) - stopped.Elapsed);
            Redis.Continue();
        });
        await HeardOverTheBusAsync();
        Assert.InRange(Nodes.LogA.Of("Redis is away").Count(), 1, 2);
    }
}

public sealed class FullRedisTests : RedisFault
{
    [Fact]
    public async Task Out_of_memory()
    {
        await RideOutAsync(async () =>
        {
            await Redis.AskAsync("CONFIG", "SET", "maxmemory", "1");
            await Nodes.LogA.SaysAsync("broadcast queue fails");
            await HeardAtOnceAsync();
            await HeardOverTheBusAsync(); // which needs no memory
            await Redis.AskAsync("CONFIG", "SET", "maxmemory", "0");
            await Nodes.LogA.SaysAsync("broadcast queue answers again");
        });

        Assert.Empty(Nodes.LogA.Of("Redis is away"));
        Assert.Single(Nodes.LogA.Of("broadcast queue fails"));
    }
}
