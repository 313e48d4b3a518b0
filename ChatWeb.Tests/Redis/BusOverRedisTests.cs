using System.Collections.Concurrent;
using System.Text;
using ChatWeb.Streaming;
using ChatWeb.Streaming.Redis;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.Logging;

namespace ChatWeb.Tests.Redis;

/// <summary>What the bus over Redis promises besides what every bus does.</summary>
public sealed class BusOverRedisTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private InstallationDatabase _database = null!;
    private readonly NodeLog _log = new();
    private ILoggerFactory _logs = null!;
    private RedisNode _here = null!;
    private RedisNode _there = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _database = await InstallationDatabase.CreateAsync();
        _logs = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _here = new RedisNode(_server.Setting, await _database.OpenAsync(), _logs);
        _there = new RedisNode(_server.Setting, await _database.OpenAsync());
        await Task.WhenAll(_here.SubscribedAsync(), _there.SubscribedAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        _logs.Dispose();
        await _database.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_node_hears_each_message_once()
    {
        var (here, there) = (Wakes(_here), Wakes(_there));
        for (var seq = 1; seq <= 20; seq++)
        {
            await _here.Bus.PublishAsync(new RoomWakeUp(1, seq));
        }

        await EndsAsync(_here, there);
        Assert.Equal(Enumerable.Range(1, 20).Select(seq => (long)seq), there.Select(wakeUp => wakeUp.Seq).SkipLast(1));
        Assert.Equal(21, here.Count);
    }

    [Fact]
    public async Task Without_Redis_a_node_hears_itself_before_publishing_returns()
    {
        _server.Kill();
        var here = Wakes(_here);
        var publishing = _here.Bus.PublishAsync(new RoomWakeUp(1, 1));
        Assert.Single(here);
        await publishing;
    }

    [Fact]
    public async Task An_event_comes_along_as_it_is_and_so_does_its_time()
    {
        var there = Wakes(_there);
        var entry = new BroadcastEntry(42, RoomEventKind.MessageUpdated, Encoding.UTF8.GetBytes("""{"body":"한국어 😀"}"""));
        var at = DateTimeOffset.UtcNow;
        await _here.Bus.PublishAsync(new RoomWakeUp(7, 42, at, entry));
        await EndsAsync(_here, there);

        var heard = there.First();
        Assert.Equal((7, 42, at), (heard.RoomId, heard.Seq, heard.PublishedAt));
        Assert.Equal((42, RoomEventKind.MessageUpdated), (heard.Entry!.Seq, heard.Entry.Kind));
        Assert.Equal(entry.Json.ToArray(), heard.Entry.Json.ToArray());
    }

    [Fact]
    public async Task Two_databases_on_one_Redis_do_not_hear_each_other()
    {
        await using var other = await InstallationDatabase.CreateAsync();
        using var stranger = new RedisNode(_server.Setting, await other.OpenAsync());
        await stranger.SubscribedAsync();
        var (strange, there) = (Wakes(stranger), Wakes(_there));

        await _here.Bus.PublishAsync(new RoomWakeUp(1, 1));
        await stranger.Bus.PublishAsync(new RoomWakeUp(2, 2));
        await EndsAsync(_here, there);
        await stranger.Bus.EchoAsync(0, CancellationToken.None);

        Assert.Equal(2, Assert.Single(strange).RoomId);
        Assert.DoesNotContain(there, wakeUp => wakeUp.RoomId == 2);
    }

    [Fact]
    public async Task What_cannot_be_read_is_ignored_and_logged_once()
    {
        var here = Wakes(_here);
        string[] messages = ["", "x", new('x', 16), new('x', 17), new string('n', 16) + "\u0001short", new string('n', 16) + "\u0002{\"$type\":\"tomorrows\"}", new string('n', 16) + "\u0002null", new string('n', 16) + "\u0002{", new string('n', 16) + "\u0009"];
        foreach (var message in messages)
        {
            Assert.Equal("2", await _server.AskAsync("PUBLISH", (string)_here.Bus.Channel!, message));
        }

        await _there.Bus.PublishAsync(new RoomWakeUp(1, 1));
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (here.IsEmpty)
        {
            await Task.Delay(10, limit.Token);
        }

        Assert.Single(_log.Of("could not be read"));
    }

    [Fact]
    public async Task An_entry_of_a_kind_that_is_not_known_is_left_out_and_the_wake_up_holds()
    {
        var message = BusMessage.Of(Guid.NewGuid(), new RoomWakeUp(1, 2, null, new BroadcastEntry(2, (RoomEventKind)250, "{}"u8.ToArray())));

        var (wakeUp, _) = BusMessage.Read(message);

        Assert.Equal(new RoomWakeUp(1, 2), wakeUp);
    }

    [Fact]
    public async Task A_subscription_that_the_library_only_believes_to_have_is_noticed_and_made_anew()
    {
        // Cut, and refused when the library subscribes again: as after its own race, it believes to be subscribed.
        await _server.AskAsync("ACL", "SETUSER", "default", "resetchannels");
        using var limit = new CancellationTokenSource(SseClient.Patience);
        do
        {
            await Task.Delay(50, limit.Token);
            await Task.WhenAll(_here.Subscription.CheckAsync(limit.Token), _there.Subscription.CheckAsync(limit.Token));
        }
        while (_here.Subscription.IsUp || _there.Subscription.IsUp);

        Assert.Equal("OK", await _server.AskAsync("ACL", "SETUSER", "default", "allchannels"));
        Assert.EndsWith("0", await _server.AskAsync("PUBSUB", "NUMSUB", (string)_here.Bus.Channel!), StringComparison.Ordinal);
        await Task.WhenAll(_here.SubscribedAsync(), _there.SubscribedAsync());

        var there = Wakes(_there);
        await EndsAsync(_here, there);
        Assert.Single(_log.Of("bus between the nodes is lost"));
    }

    private static ConcurrentQueue<RoomWakeUp> Wakes(RedisNode node)
    {
        var heard = new ConcurrentQueue<RoomWakeUp>();
        node.Bus.Woken += heard.Enqueue;
        return heard;
    }

    /// <summary>Says a last thing and waits until the other has it: one channel keeps its order.</summary>
    private static async Task EndsAsync(RedisNode from, ConcurrentQueue<RoomWakeUp> heard)
    {
        await from.Bus.PublishAsync(new RoomWakeUp(1, long.MaxValue));
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (!heard.Any(wakeUp => wakeUp.Seq == long.MaxValue))
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
