using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>A new version goes out: one node after the other is stopped (SIGTERM) and started, as the README says.</summary>
[Collection(nameof(ThreeNodesWithRedis))]
public sealed class RollingRestartTests(ThreeNodesWithRedis three)
{
    /// <summary>The sample's <c>fail_timeout</c>, of whose end nginx tells nobody.</summary>
    private static readonly TimeSpan PassedBy = TimeSpan.FromSeconds(2.2);

    [Fact]
    public async Task Under_load_nothing_is_lost_and_nobody_is_without_a_stream_for_five_seconds()
    {
        await using var traffic = await RoomTraffic.StartAsync(three.Cluster, [three.Cluster.Address], followers: 30, writers: 3);

        foreach (var node in three.Nodes)
        {
            await node.StopAsync();
            await node.StartAsync();
            await UntilReadyAsync(node);
            await Task.Delay(PassedBy);
        }

        await traffic.HearMoreAsync();
        await traffic.EndWholeAsync();
        var byes = traffic.Followers.SelectMany(follower => follower.Byes).ToList();
        Assert.True(byes.Count >= traffic.Followers.Count, $"{byes.Count} goodbyes."); // each was on a node that stopped
        Assert.All(byes, bye => Assert.Equal("shutdown", bye.Reason));
        Assert.InRange(traffic.LongestGap, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        Assert.InRange(traffic.LongestPost, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static async Task UntilReadyAsync(ClusterNode node)
    {
        using var http = new HttpClient { BaseAddress = node.Address };
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (!(await http.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode)
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
