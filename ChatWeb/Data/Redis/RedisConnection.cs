using ChatWeb.Telemetry;
using StackExchange.Redis;

namespace ChatWeb.Data.Redis;

/// <summary>
/// The process's one connection to Redis. It is made in the background and made again when lost; whoever asks
/// meanwhile is refused at once. StackExchange.Redis 1.2.6 lets asynchronous calls wait for ever, so every call to it
/// goes through here and is waited for a short time only.
/// </summary>
public sealed partial class RedisConnection : IDisposable
{
    /// <summary>A healthy Redis answers in less than a hundredth of this.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>More than the library's own time for connecting; it goes on trying after it.</summary>
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly ConfigurationOptions _options;
    private readonly RedisMeters _meters;
    private readonly ILogger<RedisConnection> _logger;
    private readonly CircuitBreaker _breaker;
    private ConnectionMultiplexer? _multiplexer;
    private Task _connecting = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Begins to connect and returns.</summary>
    public RedisConnection(ConfigurationOptions options, RedisMeters meters, TimeProvider time, ILogger<RedisConnection> logger)
    {
        _options = options;
        _meters = meters;
        _logger = logger;
        _breaker = new CircuitBreaker(time);
        _connecting = Task.Run(ConnectAsync);
    }

    /// <summary>Something about the connection changed, for better or worse; on any thread.</summary>
    public event Action? Changed;

    /// <summary>Whether the last that was heard of Redis was that it is away; that has been logged.</summary>
    public bool IsAway => _breaker.IsOpen;

    /// <summary>The first attempt to connect, or the newest after <see cref="RenewAsync"/>, has ended. Never fails.</summary>
    public Task Connected => Volatile.Read(ref _connecting);

    /// <summary>For subscriptions, which live in the connection; null before the first.</summary>
    public ISubscriber? Subscriber => Volatile.Read(ref _multiplexer)?.GetSubscriber();

    /// <summary>Asks Redis something and waits for at most <see cref="Patience"/>, or as long as the caller wants to.</summary>
    /// <param name="command">The command's name, for the meters.</param>
    /// <param name="ask">Sends it.</param>
    /// <exception cref="RedisUnavailableException">There is no connection, or no answer in time.</exception>
    /// <exception cref="RedisServerException">Redis refused, e.g. for lack of memory.</exception>
    public async Task<T> RunAsync<T>(string command, Func<IDatabase, Task<T>> ask, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Volatile.Read(ref _multiplexer) is not { IsConnected: true } multiplexer)
        {
            if (Connected.IsCompleted)
            {
                Lost("no connection");
            }

            throw new RedisUnavailableException("There is no connection to Redis.");
        }

        if (!_breaker.MayAsk())
        {
            throw new RedisUnavailableException("Redis did not answer a moment ago.");
        }

        try
        {
            _meters.Asked(command);

            var answer = await ask(multiplexer.GetDatabase()).WithinAsync(Patience, cancellationToken).ConfigureAwait(false);
            Found();
            return answer;
        }
        catch (RedisServerException)
        {
            // It is there, and says no.
            Found();
            throw;
        }
        catch (TimeoutException exception)
        {
            Lost("no answer in time");
            throw new RedisUnavailableException("Redis did not answer in time.", exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever is less patient says nothing of Redis.
            throw;
        }
        catch (Exception exception) when (exception is RedisException or ObjectDisposedException or OperationCanceledException)
        {
            Lost("the connection broke");
            throw new RedisUnavailableException("The connection to Redis broke.", exception);
        }
    }

    /// <summary>Gives the connection up for a new one, with none of its subscriptions.</summary>
    public async Task RenewAsync()
    {
        Task connecting;
        lock (_gate)
        {
            if (_connecting.IsCompleted && !_disposed)
            {
                Volatile.Write(ref _connecting, Task.Run(ConnectAsync));
            }

            connecting = _connecting;
        }

        await connecting;
    }

    public void Dispose()
    {
        ConnectionMultiplexer? last;
        lock (_gate)
        {
            _disposed = true;
            last = _multiplexer;
            Volatile.Write(ref _multiplexer, null);
        }

        Close(last);
    }

    private async Task ConnectAsync()
    {
        try
        {
            var made = await ConnectionMultiplexer.ConnectAsync(_options.Clone()).WithinAsync(ConnectPatience, CancellationToken.None);
            made.IncludeDetailInExceptions = false;
            made.ConnectionFailed += (_, _) => Changed?.Invoke();
            made.ConnectionRestored += (_, _) => Changed?.Invoke();
            ConnectionMultiplexer? old;
            lock (_gate)
            {
                old = _disposed ? made : _multiplexer;
                Volatile.Write(ref _multiplexer, _disposed ? null : made);
            }

            Close(old);
            Changed?.Invoke();
            if (!made.IsConnected)
            {
                Lost("no connection");
            }
        }
        catch (Exception exception)
        {
            // Its type alone: messages of a connection quote its settings.
            Lost(exception.GetType().Name);
        }
    }

    /// <summary>Without waiting for commands that are under way: they are not answered any more.</summary>
    private static void Close(ConnectionMultiplexer? multiplexer) => _ = multiplexer?.CloseAsync(allowCommandsToComplete: false);

    private void Lost(string why)
    {
        if (_breaker.Failed())
        {
            LogLost(why);
        }
    }

    private void Found()
    {
        if (_breaker.Succeeded())
        {
            LogFound();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away ({Why}): this process goes on by itself, and other nodes hear of its changes within seconds.")]
    private partial void LogLost(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back.")]
    private partial void LogFound();
}

/// <summary>Redis can't be asked just now.</summary>
public sealed class RedisUnavailableException(string message, Exception? innerException = null) : IOException(message, innerException);
