using ChatWeb.Streaming;
using ChatWeb.Tests.Streaming.Specifications;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.Caching.Distributed;

namespace ChatWeb.Tests.Redis;

/// <summary>The broadcast queue of many nodes.</summary>
public sealed class RedisBroadcastQueueTests : BroadcastQueueSpecification
{
    private RedisServer _server = null!;
    private RedisNode _node = null!;

    protected override async Task<IDistributedCache> StartCacheAsync()
    {
        _server = await RedisServer.StartAsync();
        _node = new RedisNode(_server.Setting);
        await _node.Connection.Connected;
        await _node.Connection.RunAsync("PING", db => db.PingAsync()); // which compiles what the first call takes
        return _node.Cache;
    }

    protected override async Task StopCacheAsync()
    {
        _node.Dispose();
        await _server.DisposeAsync();
    }
}

/// <summary>The bus of two nodes on one Redis.</summary>
public sealed class RedisRoomBusTests : RoomBusSpecification
{
    private readonly List<RedisNode> _nodes = [];
    private RedisServer? _server;
    private InstallationDatabase? _database;

    protected override async Task<(IRoomBus Here, IRoomBus There)> StartAsync()
    {
        _server = await RedisServer.StartAsync();
        _database = await InstallationDatabase.CreateAsync();
        foreach (var _ in new[] { "here", "there" })
        {
            var node = new RedisNode(_server.Setting, await _database.OpenAsync());
            await node.SubscribedAsync();
            _nodes.Add(node);
        }

        return (_nodes[0].Bus, _nodes[1].Bus);
    }

    protected override async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            await _database!.DisposeAsync();
            _nodes.ForEach(node => node.Dispose());
        }

        _server = null;
    }
}
