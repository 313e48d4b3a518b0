using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ChatWeb.Tests.Redis;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>A node that is killed tells nobody that its people are gone: its silence does.</summary>
public sealed class DeadNodePresenceTests
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(65);

    /// <summary>Between two looks.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Who_was_on_a_killed_node_is_counted_nowhere_within_65_seconds()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var cluster = await ChatCluster.StartAsync(2, ("ConnectionStrings__Redis", redis.Setting));
        var (living, dying) = (cluster.Nodes[0], cluster.Nodes[1]);
        using var host = await ChatApi.RegisterAsync(living.Address);
        using var guest = await ChatApi.RegisterAsync(dying.Address);
        var room = (await host.CreateRoomAsync()).Id;
        await guest.JoinAsync(room);
        await using var here = host.Stream(room);
        await using var there = guest.Stream(room);
        await here.NextAsync("connection_ack");
        await there.NextAsync("connection_ack");
        await UntilAsync(host, room, people: 2, SseClient.Patience);

        var watch = Stopwatch.StartNew();
        await dying.KillAsync();
        await UntilAsync(host, room, people: 1, Promised);

        // Not at once either: a node that is only slow for a while must not empty everybody's lists.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(30), Promised + 2 * Look);
    }

    private static async Task UntilAsync(ChatApi person, long room, int people, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var status = await person.Http.GetFromJsonAsync<JsonElement>($"/chat/sse/{room}/status");
            var (online, connections) = (status.GetProperty("online_users").GetInt32(), status.GetProperty("connections").GetInt32());
            if (online == people && connections == people)
            {
                return;
            }

            Assert.True(watch.Elapsed < limit, $"After {watch.Elapsed} {online} people with {connections} connections are counted.");
            await Task.Delay(Look);
        }
    }
}
