namespace ChatWeb.Tests.Cluster;

/// <summary>A node of three is killed (SIGKILL) in the middle of a burst, and comes back.</summary>
[Collection(nameof(ThreeNodesWithRedis))]
public sealed class KilledNodeTests(ThreeNodesWithRedis three)
{
    private static readonly TimeSpan SomeSeconds = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Writers_go_on_elsewhere_clients_resume_and_those_of_other_nodes_notice_nothing()
    {
        Uri[] ways = [.. three.Nodes.Select(node => node.Address), three.Cluster.Address];
        await using var traffic = await RoomTraffic.StartAsync(three.Cluster, ways, followers: 6, writers: 1);
        var killed = three.Nodes[1];
        var (its, behindNginx) = (traffic.FollowersBy(1), traffic.FollowersBy(3));
        var others = traffic.FollowersBy(0).Concat(traffic.FollowersBy(2)).ToList();

        await killed.KillAsync();
        await traffic.HearMoreAsync([.. others, .. behindNginx]);
        Assert.All(its, follower => Assert.Equal(1, follower.Openings));
        await killed.StartAsync();
        await traffic.HearMoreAsync();

        await traffic.EndWholeAsync();
        Assert.All(others, follower => Assert.Equal(1, follower.Openings));
        Assert.All(its, follower => Assert.True(follower.Openings > 1));
        Assert.Contains(behindNginx, follower => follower.Openings > 1);
        Assert.All(behindNginx, follower => Assert.InRange(follower.LongestGap, TimeSpan.Zero, SomeSeconds));
        Assert.InRange(traffic.LongestPost, TimeSpan.Zero, SomeSeconds);
    }
}
