using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ChatWeb.Streaming;

/// <summary>
/// One open stream. Whoever has something for it writes and flushes at once; while a flush is under way things wait
/// here, within bounds, and the flush's end takes them all along in the next one. So there is no task and no queue
/// hop a subscriber, and a slow one costs nobody else anything.
/// </summary>
internal sealed class Subscriber
{
    private readonly Lock _gate = new();
    private readonly PipeWriter _writer;
    private readonly Action _abort;
    private readonly StreamOptions _options;
    private readonly TimeProvider _time;
    private readonly Action _onFlushed;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Queue<ReadOnlyMemory<byte>>? _waiting;
    private int _waitingEvents;
    private int _waitingBytes;
    private ConfiguredValueTaskAwaitable<FlushResult>.ConfiguredValueTaskAwaiter _flush;
    private bool _flushing;
    private long _flushStarted;
    private bool _closing;
    private long _sent;

    /// <param name="userId">Who listens.</param>
    /// <param name="format">In which form.</param>
    /// <param name="writer">The response's body; from <see cref="GoLive"/> on only this class writes to it.</param>
    /// <param name="abort">Cuts the connection.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock.</param>
    public Subscriber(Guid userId, StreamFormat format, PipeWriter writer, Action abort, StreamOptions options, TimeProvider time)
    {
        UserId = userId;
        Format = format;
        _writer = writer;
        _abort = abort;
        _options = options;
        _time = time;
        _onFlushed = OnFlushed;
        HeartbeatAt = After(options.HeartbeatSeconds);
        ExpiresAt = After(options.LifeMinutes * 60);
    }

    public Guid UserId { get; }

    public StreamFormat Format { get; }

    /// <summary>When its life is over, in the clock's ticks.</summary>
    public long ExpiresAt { get; }

    /// <summary>When the next heartbeat is due, in the clock's ticks. Only the sweep touches it.</summary>
    public long HeartbeatAt { get; set; }

    /// <summary>Ends when nothing more will be written: the client left, fell behind, or was said goodbye to.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Whether it takes nothing more.</summary>
    public bool IsClosing => Volatile.Read(ref _closing);

    /// <summary>From here on the hub may send; what the client already has is left out.</summary>
    public void GoLive(long sent) => _sent = sent;

    /// <summary>Sends what the client does not have of the batch.</summary>
    public void Send(FrameBatch batch)
    {
        lock (_gate)
        {
            if (_closing || batch.LastSeq <= _sent)
            {
                return;
            }

            var (bytes, count) = batch.After(_sent);
            _sent = batch.LastSeq;
            Put(bytes, count);
        }
    }

    /// <summary>Sends a signal that has no place in the sequence.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (!_closing)
            {
                Put(frame, events: 1);
            }
        }
    }

    /// <summary>Says goodbye after what waits, and ends.</summary>
    public void Close(string reason)
    {
        lock (_gate)
        {
            if (!_closing)
            {
                Close(reason, dropWaiting: false);
            }
        }
    }

    /// <summary>The client is gone or not to be reached: ends without another byte.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _closing = true;
            _waiting = null;
            if (!_flushing)
            {
                _completion.TrySetResult();
            }
        }
    }

    /// <summary>Cuts the connection of a client that does not read.</summary>
    public void Abort() => _abort();

    /// <summary>Whether a flush has been under way for longer than it may take.</summary>
    public bool IsStalled(long now) =>
        Volatile.Read(ref _flushing) && now - Volatile.Read(ref _flushStarted) > _options.FlushSeconds * _time.TimestampFrequency;

    private void Put(ReadOnlyMemory<byte> bytes, int events)
    {
        if (!_flushing)
        {
            WriteAndFlush(bytes.Span);
        }
        else if (_waitingEvents + events > _options.SubscriberEvents || _waitingBytes + bytes.Length > _options.SubscriberBytes)
        {
            Close(ByeReason.Lagging, dropWaiting: true);
        }
        else
        {
            Wait(bytes, events);
        }
    }

    private void Close(string reason, bool dropWaiting)
    {
        _closing = true;
        if (dropWaiting)
        {
            _waiting = null;
        }

        var bye = SseFrames.Json(ByeSignal.Name, new ByeSignal(ByeSignal.Name, reason));
        if (_flushing)
        {
            Wait(bye, events: 1);
        }
        else
        {
            WriteAndFlush(bye.Span);
        }
    }

    private void Wait(ReadOnlyMemory<byte> bytes, int events)
    {
        (_waiting ??= new Queue<ReadOnlyMemory<byte>>()).Enqueue(bytes);
        _waitingEvents += events;
        _waitingBytes += bytes.Length;
    }

    private void WriteAndFlush(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _writer.Write(bytes);
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
            _flush = _writer.FlushAsync().ConfigureAwait(false).GetAwaiter();
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

    /// <summary>The writer fails: this stream ends, and neither the hub's others nor the process feel it. The client resumes.</summary>
    private void Break()
    {
        _closing = true;
        _waiting = null;
        _flushing = false;
        _completion.TrySetResult();
    }

    /// <summary>A point in the clock's ticks; one beyond what they can count is as good as never.</summary>
    private long After(double seconds) =>
        _time.GetTimestamp() + (long)Math.Min(seconds * _time.TimestampFrequency, long.MaxValue / 2);

    /// <summary>Takes the flush's result and writes what waits; false when there is nothing to flush.</summary>
    private bool EndFlush()
    {
        try
        {
            var result = _flush.GetResult();
            if (result.IsCompleted || result.IsCanceled)
            {
                _closing = true;
                _waiting = null;
            }
        }
        catch (Exception)
        {
            // The connection broke; the request's own end reports it.
            _closing = true;
            _waiting = null;
        }

        if (_waiting is not { Count: > 0 } waiting)
        {
            if (_closing)
            {
                _completion.TrySetResult();
            }

            return false;
        }

        while (waiting.TryDequeue(out var bytes))
        {
            _writer.Write(bytes.Span);
        }

        _waiting = null;
        _waitingEvents = 0;
        _waitingBytes = 0;
        return true;
    }
}
