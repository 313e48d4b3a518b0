using ChatWeb.Data.Redis;
using StackExchange.Redis;

namespace ChatWeb.Streaming.Redis;

/// <summary>
/// Keeps the bus subscribed. The library says it subscribes again after a lost connection and now and then does not
/// (StackExchange.Redis issues 273 and 1110), so a node does not believe it: it talks to itself over the channel and
/// counts as subscribed for as long as it hears itself.
/// </summary>
internal sealed partial class BusSubscription : IDisposable
{
    /// <summary>While all is well; when it is not, or the connection changed, every sweep.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Through Redis and back; longer than <see cref="RedisConnection.Patience"/> for a busy node's sake.</summary>
    private static readonly TimeSpan EchoPatience = TimeSpan.FromSeconds(1);

    /// <summary>After so many sweeps in vain, about as many seconds, the connection itself is taken to be at fault.</summary>
    private const int Tries = 20;

    private readonly RedisConnection _connection;
    private readonly RedisRoomBus _bus;
    private readonly TimeProvider _time;
    private readonly ILogger<BusSubscription> _logger;
    private readonly Action<RedisChannel, RedisValue> _receive;
    private TaskCompletionSource _heard = new();
    private RedisChannel? _channel;
    private long _number;
    private long _checked;
    private int _inVain;
    private volatile bool _suspect = true;
    private volatile bool _isUp;

    public BusSubscription(RedisConnection connection, RedisRoomBus bus, TimeProvider time, ILogger<BusSubscription> logger)
    {
        (_connection, _bus, _time, _logger) = (connection, bus, time, logger);
        _receive = bus.Receive;
        _connection.Changed += Suspect;
        _bus.Echoed += Hear;
    }

    /// <summary>Whether this node heard itself when it last listened.</summary>
    public bool IsUp => _isUp;

    /// <summary>
    /// Makes sure of the subscription when it is time to. True when it was lost, or never was, and is there now: what
    /// was said meanwhile was missed.
    /// </summary>
    public async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetTimestamp();
        if (_isUp && !_suspect && _time.GetElapsedTime(_checked, now) < Interval)
        {
            return false;
        }

        var (wasUp, mayHaveMissed) = (_isUp, _suspect || !_isUp);
        (_suspect, _checked) = (false, now);
        _isUp = await HearsItselfAsync(cancellationToken) ?? await SubscribeAsync(cancellationToken);
        if (_isUp != wasUp)
        {
            LogChange();
        }

        _inVain = _isUp ? 0 : _inVain + 1;
        if (_inVain >= Tries)
        {
            _inVain = 0;
            await _connection.RenewAsync();
        }

        return _isUp && mayHaveMissed;
    }

    public void Dispose()
    {
        _connection.Changed -= Suspect;
        _bus.Echoed -= Hear;
    }

    private void Suspect() => _suspect = true;

    private void Hear(long number)
    {
        if (number == Volatile.Read(ref _number))
        {
            _heard.TrySetResult();
        }
    }

    /// <summary>False when Redis can't be talked to at all; null when it can and nothing comes back.</summary>
    private async Task<bool?> HearsItselfAsync(CancellationToken cancellationToken)
    {
        if (_channel is not { } subscribed || subscribed != _bus.Channel)
        {
            return null;
        }

        try
        {
            _heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _bus.EchoAsync(Interlocked.Increment(ref _number), cancellationToken);
            await _heard.Task.WaitAsync(EchoPatience, _time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (Exception exception) when (exception is RedisUnavailableException or RedisException)
        {
            return false;
        }
    }

    private async Task<bool> SubscribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_connection.Subscriber is not { } subscriber || !subscriber.IsConnected())
            {
                return false;
            }

            // First off the list: the library tells the server nothing of a channel that it believes to have already.
            if (_channel is { } subscribed)
            {
                await subscriber.UnsubscribeAsync(subscribed, _receive).WithinAsync(EchoPatience, cancellationToken);
            }

            var channel = _bus.Channel;
            _channel = channel;
            await subscriber.SubscribeAsync(channel, _receive).WithinAsync(EchoPatience, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or RedisException or ObjectDisposedException)
        {
            return false;
        }

        return await HearsItselfAsync(cancellationToken) == true;
    }

    /// <summary>That Redis is away, the connection has said already.</summary>
    private void LogChange()
    {
        if (_isUp)
        {
            LogSubscribed();
        }
        else if (!_connection.IsAway)
        {
            LogLost();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bus between the nodes is lost; what other nodes say is found in the database every few seconds.")]
    private partial void LogLost();

    [LoggerMessage(Level = LogLevel.Information, Message = "The bus between the nodes is up.")]
    private partial void LogSubscribed();
}
