using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>
/// Several nodes as processes of their own on one SQLite file, with a real nginx in front. <c>await using</c> ends
/// them all.
/// </summary>
public sealed class ChatCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-cluster-").FullName;
    private readonly List<ClusterNode> _nodes = [];

    private ChatCluster()
    {
    }

    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    public Nginx Nginx { get; private set; } = null!;

    /// <summary>What people open: nginx, without TLS.</summary>
    public Uri Address => Nginx.Address;

    public string DatabaseFile => Path.Combine(_folder, "chatweb.db");

    /// <param name="nodes">How many.</param>
    /// <param name="settings">Of every node, as environment variables: e.g. <c>ConnectionStrings__Redis</c>.</param>
    public static Task<ChatCluster> StartAsync(int nodes = 2, params (string Name, string? Value)[] settings) =>
        StartAsync(nodes, nginx: null, settings);

    /// <summary>The same with an nginx that is set up otherwise than the README says.</summary>
    public static async Task<ChatCluster> StartAsync(int nodes, Func<string, string>? nginx, params (string Name, string? Value)[] settings)
    {
        var cluster = new ChatCluster();
        try
        {
            (string, string?)[] all = [("ConnectionStrings__Chat", $"Data Source={cluster.DatabaseFile}"), ("Proxy__Known", "127.0.0.1"), .. settings];
            await ReadyDatabase.CopyToAsync(cluster.DatabaseFile);
            foreach (var starting in Enumerable.Range(0, nodes).Select(_ => ChatServer.StartAsync(all)).ToList())
            {
                cluster._nodes.Add(new ClusterNode(await starting));
            }

            cluster.Nginx = await Nginx.StartAsync(cluster.Nodes.Select(node => node.Address), nginx);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Nginx is not null)
        {
            await Nginx.DisposeAsync();
        }

        foreach (var node in _nodes)
        {
            await node.Server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>One process of a cluster.</summary>
public sealed class ClusterNode(ChatServer server)
{
    public ChatServer Server { get; } = server;

    /// <summary>The node itself, past nginx; the same after a new start.</summary>
    public Uri Address => Server.Address;

    public string Output => Server.Output;

    /// <summary>SIGKILL, and waits for the end.</summary>
    public Task KillAsync() => Task.Run(Server.Kill);

    /// <summary>SIGTERM, and waits for the end; how long it took.</summary>
    public Task<TimeSpan> StopAsync() => Server.StopAsync();

    /// <summary>Starts it again on the same port.</summary>
    public Task StartAsync() => Server.StartAsync();
}

/// <summary>A cluster of two for all tests of a class.</summary>
public sealed class ChatClusterFixture : IAsyncLifetime
{
    public ChatCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await ChatCluster.StartAsync(nodes: 2);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
