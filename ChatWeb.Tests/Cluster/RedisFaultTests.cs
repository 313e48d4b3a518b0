using System.Diagnostics;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>
/// Redis fails in every way we know while people write and listen on two nodes: nobody loses anything or is cut off,
/// nobody who posts waits for it, and on the node where something is said it is heard at once.
/// </summary>
public sealed class RedisFaultTests(TwoNodesWithRedis both) : IClassFixture<TwoNodesWithRedis>
{
    private const string Away = "Redis is away";
    private const string Broken = "Redis is away (the connection broke";
    private const string BusIsLost = "bus between the nodes is lost";
    private const string Back = "Redis is back";
    private const string QueueFails = "broadcast queue fails";
    private const string QueueAnswers = "broadcast queue answers again";

    /// <summary>A post waits for no Redis, which is given 200 ms a call; the rest is two busy processes that write one file.</summary>
    private static readonly TimeSpan QuickAnswer = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Killed_and_back_with_nothing_in_it()
    {
        var (away, up, lost) = (both.Said(Away), both.Said(RedisCluster.BusIsUp), both.Said(BusIsLost));
        await RideOutAsync(async traffic =>
        {
            both.Redis.Kill();
            await HeardAtOnceAsync(traffic);
            await both.AllSayAsync(Away, Plus(away, 1));
            await traffic.HearMoreAsync(); // of the other node too, from the database
            await both.Redis.RestartAsync();
            await both.AllSayAsync(RedisCluster.BusIsUp, Plus(up, 1));
            await HeardOverTheBusAsync(traffic);
        });

        SaidOnceOrSo(Away, away, Back);
        Assert.Equal(lost, both.Said(BusIsLost)); // it went with Redis
    }

    [Fact]
    public async Task Every_connection_cut_again_and_again() => await RideOutAsync(async traffic =>
    {
        for (var i = 0; i < 5; i++)
        {
            await both.Redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await both.Redis.AskAsync("CLIENT", "KILL", "TYPE", "normal");
            await traffic.HearMoreAsync(traffic.FollowersBy(0));
        }

        await HeardOverTheBusAsync(traffic);
    });

    [Fact]
    public async Task Subscriptions_cut() => await RideOutAsync(async traffic =>
    {
        Assert.Equal("2", await both.Redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub"));
        await HeardOverTheBusAsync(traffic);
    });

    [Fact]
    public async Task Ten_seconds_without_an_answer()
    {
        var away = both.Said(Away);
        await RideOutAsync(async traffic =>
        {
            both.Redis.Pause();
            try
            {
                var stopped = Stopwatch.StartNew();
                await HeardAtOnceAsync(traffic);
                await Task.Delay(TimeSpan.FromSeconds(10) - stopped.Elapsed);
            }
            finally
            {
                both.Redis.Continue();
            }

            await HeardOverTheBusAsync(traffic);
        });
        SaidOnceOrSo(Away, away, Back);
    }

    [Fact]
    public async Task Out_of_memory()
    {
        var (broken, fails, answers) = (both.Said(Broken), both.Said(QueueFails), both.Said(QueueAnswers));
        await both.Redis.AskAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await RideOutAsync(async traffic =>
        {
            await both.Redis.AskAsync("CONFIG", "SET", "maxmemory", "1");
            try
            {
                await both.AllSayAsync(QueueFails, Plus(fails, 1));
                await HeardAtOnceAsync(traffic);
                await HeardOverTheBusAsync(traffic); // which needs no memory
            }
            finally
            {
                await both.Redis.AskAsync("CONFIG", "SET", "maxmemory", "0");
            }

            await both.AllSayAsync(QueueAnswers, Plus(answers, 1));
        });

        Assert.Equal(broken, both.Said(Broken)); // what Redis refuses is an answer
        SaidOnceOrSo(QueueFails, fails, QueueAnswers);
    }

    /// <summary>
    /// Hundreds of commands failed, and it was said once, as was the end of it. A machine that is busy may find Redis
    /// slow once more, and says that too; never the same twice without the other between.
    /// </summary>
    private void SaidOnceOrSo(string begin, List<int> before, string end)
    {
        var (ended, begun) = (both.Said(end), both.Said(begin)); // in this order: one may begin just now
        Assert.All(begun.Zip(before), times => Assert.InRange(times.First - times.Second, 1, 3));
        Assert.All(begun.Zip(ended), times => Assert.InRange(times.First - times.Second, 0, 1));
    }

    private static List<int> Plus(List<int> times, int more) => times.ConvertAll(count => count + more);

    /// <summary>Has people write before, during and after the fault, and everybody's sequence looked at.</summary>
    private async Task RideOutAsync(Func<RoomTraffic, Task> fault)
    {
        await using var traffic = await RoomTraffic.StartAsync(both.Cluster);
        await fault(traffic);
        await traffic.HearMoreAsync();

        await traffic.EndWholeAsync();
        Assert.All(traffic.Followers, follower => Assert.Equal(1, follower.Openings));
        Assert.All(traffic.Writers, writer => Assert.Empty(writer.Problems));
        var took = traffic.Took;
        Assert.True(took[took.Count * 95 / 100] < QuickAnswer, $"Posts took {string.Join(", ", took.Select(t => $"{t.TotalMilliseconds:0}"))} ms.");
    }

    /// <summary>With Redis as it is: what is said on a node is heard there at once.</summary>
    private static async Task HeardAtOnceAsync(RoomTraffic traffic)
    {
        var node = traffic.Ways[0];
        await using var stream = node.Stream(traffic.Room);
        await stream.NextAsync("connection_ack");
        var late = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            var posted = await traffic.SayAsync(node);
            var watch = Stopwatch.StartNew();
            while ((await stream.DurableAsync(1))[0].Id < posted.Seq)
            {
            }

            late.Add(watch.ElapsedMilliseconds);
        }

        Assert.True(late.Order().ElementAt(8) < 100, $"It took {string.Join(", ", late)} ms.");
    }

    /// <summary>
    /// Who types on one node is told on the other, which only the bus can tell. What it loses is said again when a
    /// message that was said later, and needs no bus, has been heard.
    /// </summary>
    private static async Task HeardOverTheBusAsync(RoomTraffic traffic)
    {
        foreach (var (from, to) in ((ChatApi, ChatApi)[])[(traffic.Ways[0], traffic.Ways[1]), (traffic.Ways[1], traffic.Ways[0])])
        {
            await using var stream = to.Stream(traffic.Room);
            for (var told = false; !told;)
            {
                using var answer = await from.Http.PostAsJsonAsync($"/chat/sse/{traffic.Room}/typing", new { is_typing = true });
                answer.EnsureSuccessStatusCode();
                var posted = (await traffic.SayAsync(from)).Seq; // which ends the typing
                SseEvent next;
                do
                {
                    next = await stream.NextAsync();
                    told |= next.Name == "typing" && next.Json.GetProperty("users").GetArrayLength() > 0; // that nobody does may be known of before
                }
                while (!(next.Id >= posted));
            }
        }
    }
}
