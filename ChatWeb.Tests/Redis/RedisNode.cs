using System.Diagnostics.Metrics;
using ChatWeb.Data;
using ChatWeb.Data.Redis;
using ChatWeb.Streaming;
using ChatWeb.Streaming.Redis;
using ChatWeb.Telemetry;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatWeb.Tests.Redis;

/// <summary>What of a node concerns Redis: the connection, the cache and the bus.</summary>
internal sealed class RedisNode : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public RedisNode(string setting, InstallationState? installation = null, ILoggerFactory? logs = null)
    {
        logs ??= NullLoggerFactory.Instance;
        var meters = new RedisMeters(_services.GetRequiredService<IMeterFactory>());
        Connection = new RedisConnection(RedisSettings.Parse(setting), meters, TimeProvider.System, logs.CreateLogger<RedisConnection>());
        Cache = new RedisCache(Connection, RedisSetup.Instance, TimeProvider.System);
        if (installation is not null)
        {
            Bus = new RedisRoomBus(
                Connection,
                installation,
                new InProcessRoomBus(NullLogger<InProcessRoomBus>.Instance),
                meters,
                TimeProvider.System,
                logs.CreateLogger<RedisRoomBus>());
            Subscription = new BusSubscription(Connection, Bus, TimeProvider.System, logs.CreateLogger<BusSubscription>());
        }
    }

    public RedisConnection Connection { get; }

    public RedisCache Cache { get; }

    public RedisRoomBus Bus { get; } = null!;

    public BusSubscription Subscription { get; } = null!;

    /// <summary>As the sweep does it, until this node hears itself.</summary>
    public async Task SubscribedAsync()
    {
        await Connection.Connected;
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (!await Subscription.CheckAsync(limit.Token))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    public void Dispose()
    {
        Subscription?.Dispose();
        Connection.Dispose();
        _services.Dispose();
    }
}
