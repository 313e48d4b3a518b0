using ChatWeb.Tests.Redis;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>Several nodes behind nginx with a real Redis, for tests that leave it as they found it.</summary>
public abstract class RedisCluster(int nodes) : IAsyncLifetime
{
    /// <summary>The answer's header in which nginx says which node it asked.</summary>
    public const string NodeHeader = "X-Node";

    private const string Streams = "proxy_buffering off;";

    public RedisServer Redis { get; private set; } = null!;

    public ChatCluster Cluster { get; private set; } = null!;

    public IReadOnlyList<ClusterNode> Nodes => Cluster.Nodes;

    public async ValueTask InitializeAsync()
    {
        Redis = await RedisServer.StartAsync();
        Cluster = await ChatCluster.StartAsync(
            nodes,
            sample => sample.Replace(Streams, $"{Streams} add_header {NodeHeader} $upstream_addr;", StringComparison.Ordinal),
            ("ConnectionStrings__Redis", Redis.Setting),
            ("Chat__Posting__Messages", "1000000"),
            ("Chat__Stream__MaxPerUser", "1000"));
        await AllSayAsync(BusIsUp, [.. Nodes.Select(_ => 1)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        await Redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What a node logs when it hears itself over Redis.</summary>
    public const string BusIsUp = "The bus between the nodes is up.";

    /// <summary>How often each node has logged that.</summary>
    public List<int> Said(string text) => [.. Nodes.Select(node => node.Output.Split(text).Length - 1)];

    /// <summary>Waits until each node has logged that so often.</summary>
    public async Task AllSayAsync(string text, IReadOnlyList<int> times)
    {
        using var limit = new CancellationTokenSource(SseClient.Patience * 2);
        while (Said(text).Zip(times).Any(node => node.First < node.Second))
        {
            Assert.False(limit.IsCancellationRequested, $"They never said \"{text}\" so often:\n{string.Join('\n', Nodes.Select(node => node.Output))}");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}

public sealed class TwoNodesWithRedis() : RedisCluster(nodes: 2);

public sealed class ThreeNodesWithRedis() : RedisCluster(nodes: 3);

/// <summary>Three processes are slow to start: the tests that want them take turns.</summary>
[CollectionDefinition(nameof(ThreeNodesWithRedis))]
public sealed class ThreeNodesCollection : ICollectionFixture<ThreeNodesWithRedis>;
