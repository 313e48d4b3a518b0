using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ChatWeb.Telemetry;

namespace ChatWeb.Streaming;

/// <summary>
/// One client's open connection, of any transport. Whoever has something for it writes and flushes at once; while a
/// flush is under way things wait here, within bounds, and the flush's end takes them all along in the next one. So
/// there is no task and no queue hop a subscriber, and a slow one costs nobody else anything.
/// </summary>
internal sealed class Subscriber : IOpenStream
{
    private readonly Lock _gate = new();
    private readonly ISubscriberSink _sink;
    private readonly StreamOptions _options;
    private readonly TimeProvider _time;
    private readonly Action _onFlushed;
    private readonly long _expiresAt;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Outbox? _waiting;
    private TaskCompletionSource? _drained;
    private ConfiguredValueTaskAwaitable<FlushResult>.ConfiguredValueTaskAwaiter _flush;
    private bool _isOpen;
    private bool _flushing;
    private long _flushStarted;
    private bool _closing;
    private string? _ending;
    private long _heartbeatAt;

    /// <param name="user">Who listens.</param>
    /// <param name="sink">The connection. From <see cref="Open"/> on only this class writes to it.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock.</param>
    public Subscriber(StreamUser user, ISubscriberSink sink, StreamOptions options, TimeProvider time)
    {
        User = user;
        _sink = sink;
        _options = options;
        _time = time;
        _onFlushed = OnFlushed;
        _heartbeatAt = After(options.HeartbeatSeconds);
        _expiresAt = After(options.LifeMinutes * 60 * (1 - (StreamOptions.LifeSpread * Random.Shared.NextDouble())));
    }

    public StreamUser User { get; }

    public string Transport => _sink.Transport;

    public string Ending => _ending ?? (_isOpen ? StreamEnding.Left : StreamEnding.Refused);

    public Task Completion => _completion.Task;

    /// <summary>Whether it takes nothing more.</summary>
    public bool IsClosing => Volatile.Read(ref _closing);

    /// <summary>
    /// Begins, with what the client gets first. Until then nothing is written; one that was closed already says so
    /// right after.
    /// </summary>
    public void Open(ReadOnlySpan<byte> first)
    {
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            _isOpen = true;
            WriteAndFlush(first);
            if (_ending is { } reason && !_closing)
            {
                Close(reason, retryMilliseconds: null, dropWaiting: false);
            }
        }
    }

    /// <summary>Sends whole events, now or with what waits. Returns at once; a client too far behind is let go.</summary>
    public void Send(ReadOnlyMemory<byte> bytes, int events)
    {
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            if (!_flushing)
            {
                WriteAndFlush(bytes.Span);
            }
            else if ((_waiting ??= new Outbox()).HasRoomFor(bytes.Length, events, _options))
            {
                _waiting.Add(bytes, events);
            }
            else
            {
                Close(ByeReason.Lagging, retryMilliseconds: null, dropWaiting: true);
            }
        }
    }

    /// <summary>
    /// Sends whole events and waits until the client's connection has taken them, for replays, which are longer than
    /// what may wait. False when the stream ends; then nothing more is to be sent.
    /// </summary>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes, int events)
    {
        Task drained;
        lock (_gate)
        {
            if (_closing)
            {
                return false;
            }

            if (_flushing)
            {
                (_waiting ??= new Outbox()).Add(bytes, events);
            }
            else
            {
                WriteAndFlush(bytes.Span);
            }

            if (!_flushing)
            {
                return !_closing;
            }

            drained = (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await drained;
        return !IsClosing;
    }

    public void Close(string reason, int? retryMilliseconds = null)
    {
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            if (_isOpen)
            {
                Close(reason, retryMilliseconds, dropWaiting: false);
            }
            else
            {
                _ending ??= reason;
            }
        }
    }

    /// <summary>The client is gone or not to be reached: ends without another byte.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            StopTaking();
            if (!_flushing)
            {
                End();
            }
        }
    }

    public void Abort() => _sink.Abort();

    public void Tick(SweepMoment now)
    {
        if (IsStalled(now.Timestamp))
        {
            _ending ??= StreamEnding.Stalled;
            Abort();
        }
        else if (now.Timestamp >= _expiresAt)
        {
            Close(ByeReason.Expired);
        }
        else if (now.Timestamp + now.Slack >= _heartbeatAt)
        {
            _heartbeatAt = now.Timestamp + (long)(_options.HeartbeatSeconds * _time.TimestampFrequency);
            Beat(now.Time);
        }
    }

    /// <summary>Whether a flush has been under way for longer than it may take.</summary>
    public bool IsStalled(long now) =>
        Volatile.Read(ref _flushing) && now - Volatile.Read(ref _flushStarted) > _options.FlushSeconds * _time.TimestampFrequency;

    private void Beat(DateTimeOffset now)
    {
        lock (_gate)
        {
            // What waits or is being flushed keeps the connection as awake as a heartbeat would.
            if (_isOpen && !_closing && !_flushing)
            {
                WriteAndFlush(_sink.Heartbeat(now).Span);
            }
        }
    }

    private void Close(string reason, int? retryMilliseconds, bool dropWaiting)
    {
        _closing = true;
        _ending ??= reason;
        if (dropWaiting)
        {
            _waiting = null;
        }

        var bye = _sink.Bye(reason, retryMilliseconds);
        if (_flushing)
        {
            (_waiting ??= new Outbox()).Add(bye, events: 1);
        }
        else
        {
            WriteAndFlush(bye.Span);
        }
    }

    private void WriteAndFlush(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _sink.Write(bytes);
            Flush();
        }
        catch (Exception)
        {
            Break();
        }
    }

    /// <summary>Flushes what was written, and again whatever came meanwhile. Runs under the gate.</summary>
    private void Flush()
    {
        while (true)
        {
            _flush = _sink.FlushAsync().ConfigureAwait(false).GetAwaiter();
            if (!_flush.IsCompleted)
            {
                _flushStarted = _time.GetTimestamp();
                _flushing = true;
                _flush.UnsafeOnCompleted(_onFlushed);
                return;
            }

            if (!EndFlush())
            {
                return;
            }
        }
    }

    private void OnFlushed()
    {
        lock (_gate)
        {
            _flushing = false;
            try
            {
                if (EndFlush())
                {
                    Flush();
                }
            }
            catch (Exception)
            {
                Break();
            }
        }
    }

    /// <summary>Takes the flush's result and writes what waits; false when there is nothing to flush.</summary>
    private bool EndFlush()
    {
        if (!ClientIsThere())
        {
            StopTaking();
        }

        if (_waiting?.TryTakeAll(_sink) == true)
        {
            return true;
        }

        if (_closing)
        {
            End();
        }
        else
        {
            _drained?.TrySetResult();
            _drained = null;
        }

        return false;
    }

    private bool ClientIsThere()
    {
        try
        {
            return _flush.GetResult() is { IsCompleted: false, IsCanceled: false };
        }
        catch (Exception)
        {
            // The connection broke; the request's own end reports it.
            return false;
        }
    }

    /// <summary>The sink fails: this stream ends, and neither the hub's others nor the process feel it. The client resumes.</summary>
    private void Break()
    {
        StopTaking();
        _flushing = false;
        End();
    }

    private void StopTaking()
    {
        _closing = true;
        _waiting = null;
    }

    private void End()
    {
        _completion.TrySetResult();
        _drained?.TrySetResult();
    }

    /// <summary>A point in the clock's ticks; one beyond what they can count is as good as never.</summary>
    private long After(double seconds) =>
        _time.GetTimestamp() + (long)Math.Min(seconds * _time.TimestampFrequency, long.MaxValue / 2);
}
