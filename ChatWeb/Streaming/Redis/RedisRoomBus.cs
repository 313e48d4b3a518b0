using ChatWeb.Data;
using ChatWeb.Data.Redis;
using ChatWeb.Telemetry;
using StackExchange.Redis;

namespace ChatWeb.Streaming.Redis;

/// <summary>
/// The bus of many nodes, over Redis pub/sub. A node tells its own handlers itself and at once, whatever becomes of
/// Redis, and passes over its own messages when they come back: they carry its id.
/// <para>
/// One channel for all rooms, <c>{database id}:chat_bus</c>, so that two communities on one Redis don't hear each
/// other. A channel a room would spare a node the messages of rooms that nobody there listens to; but with 10,000 rooms
/// a node had 10,000 subscriptions to make anew after each lost connection (which the library does not do reliably) and
/// to check, and whoever opens a room would wait for one. A message that concerns nobody costs a node a look into a
/// dictionary, and all messages together are no more than the one database can commit.
/// </para>
/// </summary>
internal sealed partial class RedisRoomBus(
    RedisConnection connection,
    InstallationState installation,
    InProcessRoomBus local,
    RedisMeters meters,
    TimeProvider time,
    ILogger<RedisRoomBus> logger) : IRoomBus
{
    private readonly Guid _node = Guid.NewGuid();
    private readonly LogPace _unread = new(time);
    private readonly LogPace _refused = new(time);

    public event Action<RoomWakeUp>? Woken
    {
        add => local.Woken += value;
        remove => local.Woken -= value;
    }

    public event Action<BusSignal>? Signalled
    {
        add => local.Signalled += value;
        remove => local.Signalled -= value;
    }

    /// <summary>Called when this node's own message came back, with the number it sent.</summary>
    internal event Action<long>? Echoed;

    /// <summary>Where this database's nodes talk.</summary>
    internal RedisChannel Channel => new($"{installation.DatabaseId:N}:chat_bus", RedisChannel.PatternMode.Literal);

    public async ValueTask PublishAsync(RoomWakeUp wakeUp)
    {
        await local.PublishAsync(wakeUp);
        await TrySendAsync(BusMessage.Of(_node, wakeUp));
    }

    public async ValueTask PublishAsync(BusSignal signal)
    {
        await local.PublishAsync(signal);
        await TrySendAsync(BusMessage.Of(_node, signal));
    }

    /// <summary>Sends something that only this node listens to. Throws what asking Redis throws.</summary>
    internal Task EchoAsync(long number, CancellationToken cancellationToken) =>
        SendAsync(BusMessage.OfEcho(_node, number), cancellationToken);

    /// <summary>Takes what came over the channel; on any thread, and never throws.</summary>
    internal void Receive(RedisChannel channel, RedisValue value)
    {
        try
        {
            byte[] message = value;
            if (BusMessage.Sender(message) == _node)
            {
                if (BusMessage.IsEcho(message, out var number))
                {
                    Echoed?.Invoke(number);
                }

                return;
            }

            var (wakeUp, signal) = BusMessage.Read(message);
            if (wakeUp is { } woken)
            {
                meters.Heard();
                _ = local.PublishAsync(woken);
            }
            else if (signal is not null)
            {
                meters.Heard();
                _ = local.PublishAsync(signal);
            }
        }
        catch (Exception exception)
        {
            if (_unread.MayLog(out var count))
            {
                LogUnread(exception, count);
            }
        }
    }

    private Task SendAsync(byte[] message, CancellationToken cancellationToken = default) =>
        connection.RunAsync("PUBLISH", db => db.PublishAsync(Channel, message), cancellationToken);

    private async ValueTask TrySendAsync(byte[] message)
    {
        try
        {
            await SendAsync(message);
        }
        catch (RedisUnavailableException)
        {
            // The connection logs that it is away, once; the other nodes find what matters in the database.
        }
        catch (RedisException exception)
        {
            if (_refused.MayLog(out var count))
            {
                LogRefused(exception, count);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages on the bus could not be read and were ignored.")]
    private partial void LogUnread(Exception exception, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis refused {Count} messages; the other nodes will find what matters in the database.")]
    private partial void LogRefused(Exception exception, long count);
}
