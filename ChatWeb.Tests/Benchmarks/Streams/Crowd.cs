using System.Collections.Concurrent;
using System.Diagnostics;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>Many readers on one thread that waits for all their sockets at once.</summary>
internal sealed class Crowd : IDisposable
{
    /// <summary>Readers of one address: 28,000 ports are there, and some are still held by the ones before.</summary>
    private const int PerAddress = 5_000;

    private const uint Loopback = 0x7F000001;

    private readonly int _poller = Libc.Poller();
    private readonly ConcurrentQueue<Action> _wishes = new();
    private readonly Dictionary<int, Reader> _bySocket = [];
    private readonly Queue<Reader> _waiting = new();
    private readonly Thread _thread;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private List<long>? _delays;
    private int _atOnce;
    private int _port;
    private int _opening;
    private int _opened;
    private long _delivered;
    private long _reads;
    private long _lastDelivery;
    private volatile Exception? _failure;
    private volatile bool _isOver;

    public Crowd()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "readers" };
        _thread.Start();
    }

    /// <summary>Durable events that reached a reader.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>How often a reader found something to read: fewer than deliveries when a server sends several at once.</summary>
    public long Reads => Volatile.Read(ref _reads);

    /// <summary>When the last of them came, in the stopwatch's ticks.</summary>
    public long LastDelivery => Volatile.Read(ref _lastDelivery);

    /// <summary>Connects readers; it takes what it takes until the answers' heads are there.</summary>
    /// <param name="readers">Closed ones.</param>
    /// <param name="port">Where to, on 127.0.0.1.</param>
    /// <param name="atOnce">How many may wait for their answer at a time.</param>
    public Task OpenAsync(IReadOnlyList<Reader> readers, int port, int atOnce) => DoAsync(() =>
    {
        (_port, _atOnce) = (port, atOnce);
        foreach (var reader in readers)
        {
            reader.Reset();
            reader.Noted = Note;
            _waiting.Enqueue(reader);
        }
    });

    public Task CloseAsync(IReadOnlyList<Reader> readers) => DoAsync(() =>
    {
        foreach (var reader in readers)
        {
            End(reader);
        }
    });

    /// <summary>From now on notes how long each event took from being published to being read.</summary>
    public Task BeginAsync() => DoAsync(() => _delays = new List<long>(1_000_000));

    /// <summary>How long the events since <see cref="BeginAsync"/> took, in milliseconds.</summary>
    public async Task<IReadOnlyList<double>> EndAsync()
    {
        List<long> delays = [];
        await DoAsync(() => (delays, _delays) = (_delays!, null));
        return delays.ConvertAll(ticks => ticks * 1000.0 / Stopwatch.Frequency);
    }

    /// <summary>Waits until something is so; looks every 2 ms.</summary>
    public async Task UntilAsync(Func<bool> isSo, double seconds, string what, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (_failure is { } failure)
            {
                throw new InvalidOperationException($"The readers failed: {failure.Message}", failure);
            }

            if (Stopwatch.GetElapsedTime(start).TotalSeconds > seconds)
            {
                throw new TimeoutException($"Not within {seconds} s: {what}.");
            }

            await Task.Delay(2, cancellationToken);
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        foreach (var socket in _bySocket.Keys)
        {
            Libc.Close(socket);
        }

        Libc.Close(_poller);
    }

    private Task DoAsync(Action wish)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _wishes.Enqueue(() =>
        {
            wish();
            done.SetResult();
        });
        return done.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private void Run()
    {
        try
        {
            var events = new Libc.PollEvent[1024];
            while (!_isOver)
            {
                while (_wishes.TryDequeue(out var wish))
                {
                    wish();
                }

                while (_opening < _atOnce && _waiting.TryDequeue(out var next))
                {
                    Open(next);
                }

                var count = Libc.Wait(_poller, events, milliseconds: 10);
                for (var i = 0; i < count; i++)
                {
                    if (_bySocket.TryGetValue(events[i].Descriptor, out var reader))
                    {
                        Serve(reader, events[i].Events);
                    }
                }
            }
        }
        catch (Exception exception)
        {
            _failure = exception;
        }
    }

    private void Open(Reader reader)
    {
        reader.Socket = Libc.Socket();
        _bySocket[reader.Socket] = reader;
        _opening++;
        if (reader.IsStalled)
        {
            Libc.KeepSmall(reader.Socket);
        }

        Libc.Connect(reader.Socket, Loopback + 1 + (uint)(_opened++ / PerAddress % 100), Loopback, _port);
        Libc.Watch(_poller, reader.Socket, Libc.Readable | Libc.Writable, isNew: true);
    }

    private void Serve(Reader reader, uint events)
    {
        if (!reader.HasAsked && (events & (Libc.Writable | Libc.Broken)) == Libc.Writable)
        {
            Libc.Send(reader.Socket, reader.Request());
            reader.HasAsked = true;
            Libc.Watch(_poller, reader.Socket, reader.IsStalled ? 0 : Libc.Readable, isNew: false);
            _opening -= reader.IsStalled ? 1 : 0;
        }
        else if ((events & Libc.Readable) != 0 && !reader.IsStalled)
        {
            Read(reader);
        }
        else if ((events & Libc.Broken) != 0)
        {
            End(reader);
        }
    }

    private void Read(Reader reader)
    {
        var count = Libc.Receive(reader.Socket, _buffer);
        if (count is 0 or -2)
        {
            End(reader);
        }
        else if (count > 0)
        {
            var wasAsking = reader.Status is null;
            reader.Feed(_buffer.AsSpan(0, count));
            Volatile.Write(ref _reads, _reads + 1);
            if (wasAsking && reader.Status is { } status)
            {
                _opening--;
                if (status != 200)
                {
                    throw new InvalidOperationException($"A stream was answered {status}.");
                }
            }
        }
    }

    private void End(Reader reader)
    {
        if (reader.Socket >= 0)
        {
            _opening -= !reader.HasAsked || (reader.Status is null && !reader.IsStalled) ? 1 : 0;
            _bySocket.Remove(reader.Socket);
            Libc.Close(reader.Socket);
            reader.Socket = -1;
        }
    }

    private void Note(ArrivedEvent arrived)
    {
        var now = Stopwatch.GetTimestamp();
        if (arrived.SentAt > 0)
        {
            _delays?.Add(now - arrived.SentAt);
        }

        Volatile.Write(ref _lastDelivery, now);
        Volatile.Write(ref _delivered, _delivered + 1);
    }
}
