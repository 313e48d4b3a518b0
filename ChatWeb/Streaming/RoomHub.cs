using ChatWeb.Streaming.Signals;
using ChatWeb.Telemetry;

namespace ChatWeb.Streaming;

/// <summary>
/// The listeners of one room in this process. When the room's log grows, the hub reads what it has not seen, renders
/// it once for each format in use and hands the same bytes to every listener.
/// <para>
/// Its cursor is the last sequence handed out and moves by one, whatever a wake-up names. A listener goes live only
/// when it has everything up to the cursor, under the lock that moves it: what comes after, the hub sends.
/// </para>
/// </summary>
internal sealed partial class RoomHub(
    long roomId,
    RoomEventReader reader,
    FrameRenderer renderer,
    RoomDoor door,
    PresenceBoard presence,
    StreamMeters meters,
    TimeProvider time,
    ILogger logger)
{
    private const long NotStarted = -1;

    private readonly Lock _gate = new();
    private readonly List<RoomListener> _listeners = [];
    private RoomListener[]? _live = [];
    private ReadPace _pace = new();
    private EntriesInHand _inHand = new();
    private long _cursor = NotStarted;
    private long _target;
    private DateTimeOffset? _publishedAt;
    private bool _draining;

    public long RoomId => roomId;

    /// <summary>Whether someone has told it where the log ends.</summary>
    public bool IsStarted => Volatile.Read(ref _cursor) != NotStarted;

    /// <summary>What holds of the room just now and is not in its log.</summary>
    public CurrentSignals Signals { get; } = new();

    /// <summary>Those who are up to date; the array is made anew when they change, and never written to after.</summary>
    public RoomListener[] Live
    {
        get
        {
            lock (_gate)
            {
                return _live ??= [.. _listeners];
            }
        }
    }

    /// <summary>Tells a new hub the head that its first listener read after joining; later calls only wake it.</summary>
    public void Start(long head)
    {
        lock (_gate)
        {
            if (_cursor == NotStarted)
            {
                _cursor = head;
            }
        }

        Wake(head);
    }

    /// <summary>The log has grown to at least this sequence. Returns at once.</summary>
    /// <param name="seq">The sequence.</param>
    /// <param name="publishedAt">When that was made known, for the meters; null when nobody knows.</param>
    /// <param name="entry">An entry that came with the news.</param>
    public void Wake(long seq, DateTimeOffset? publishedAt = null, BroadcastEntry? entry = null)
    {
        lock (_gate)
        {
            _target = Math.Max(_target, seq);
            if (entry is not null && _cursor != NotStarted)
            {
                _inHand.Put(entry, _cursor);
            }

            if (seq > _cursor)
            {
                _publishedAt ??= publishedAt;
            }

            if (_draining || _cursor == NotStarted || _target <= _cursor)
            {
                return;
            }

            _draining = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static hub => _ = hub.DrainAsync(), this, preferLocal: false);
    }

    /// <summary>
    /// Makes the listener live if it has been sent everything up to the cursor, and tells it what holds just now;
    /// otherwise it replays on from <paramref name="sent"/> to at least <paramref name="cursor"/> and asks again.
    /// </summary>
    public bool TryGoLive(RoomListener listener, long sent, out long cursor)
    {
        // In this order, as a signal does it: it tells whoever is live, or finds the listener told by now.
        lock (Signals.Gate)
        {
            lock (_gate)
            {
                cursor = _cursor;
                if (sent < cursor)
                {
                    return false;
                }

                listener.GoLive(sent);
                listener.Place = _listeners.Count;
                _listeners.Add(listener);
                _live = null;
                if (listener.IsHere)
                {
                    presence.Enter(roomId, listener.User);
                }
            }

            Signals.TellAll(listener);
            return true;
        }
    }

    /// <summary>Takes a listener out; harmless for one that never went live.</summary>
    public void Remove(RoomListener listener)
    {
        lock (_gate)
        {
            if (listener.Place < 0)
            {
                return;
            }

            var last = _listeners[^1];
            _listeners[listener.Place] = last;
            last.Place = listener.Place;
            _listeners.RemoveAt(_listeners.Count - 1);
            listener.Place = -1;
            _live = null;
        }

        // Not under the lock: that somebody left may be told the others at once.
        if (listener.IsHere)
        {
            presence.Leave(roomId, listener.User);
        }
    }

    /// <summary>Tells everybody something that is not in the log. Returns at once.</summary>
    /// <param name="signal">What to tell.</param>
    /// <param name="slot">Where it is kept for those who come later, in place of what was kept there; null for nowhere.</param>
    public void Signal(RoomSignal signal, string? slot = null)
    {
        lock (Signals.Gate)
        {
            if (slot is not null)
            {
                Signals.Keep(slot, signal);
            }

            foreach (var listener in Live)
            {
                listener.Signal(signal);
            }
        }
    }

    /// <summary>The room is no more, or closed to all.</summary>
    public void Close() => Array.ForEach(Live, listener => listener.Close(ByeReason.Removed));

    private async Task DrainAsync()
    {
        try
        {
            while (TakeNext() is var (after, upTo, publishedAt, inHand) && upTo > after)
            {
                if (inHand is not null)
                {
                    meters.Carried(inHand.Count);
                }

                var entries = inHand ?? await reader.ReadAsync(roomId, after, upTo, CancellationToken.None);
                if (entries.Count == 0)
                {
                    // A wake-up named what the log does not have (yet): believe the log.
                    Settle(after);
                }
                else
                {
                    _pace.Saw(entries);
                    await DeliverAsync(entries);
                    if (publishedAt is { } published)
                    {
                        meters.Flushed(time.GetUtcNow() - published);
                    }
                }
            }
        }
        catch (Exception exception)
        {
            // The sweep compares the heads again within seconds.
            LogInterrupted(exception, roomId);
            lock (_gate)
            {
                _target = _cursor;
                _draining = false;
            }
        }
    }

    /// <summary>
    /// The next stretch, since when it is known, and its beginning if that came with wake-ups; an empty one ends the draining.
    /// </summary>
    private (long After, long UpTo, DateTimeOffset? PublishedAt, IReadOnlyList<BroadcastEntry>? InHand) TakeNext()
    {
        lock (_gate)
        {
            var publishedAt = _publishedAt;
            _publishedAt = null;
            _draining = _target > _cursor;
            var upTo = Math.Min(_target, _cursor + _pace.Next);
            return (_cursor, upTo, publishedAt, _inHand.Take(_cursor, upTo));
        }
    }

    private void Settle(long cursor)
    {
        lock (_gate)
        {
            _target = Math.Min(_target, cursor);
        }
    }

    private async Task DeliverAsync(IReadOnlyList<BroadcastEntry> entries)
    {
        RoomListener[] live;
        lock (_gate)
        {
            if (entries[0].Seq != _cursor + 1)
            {
                throw new InvalidOperationException($"Room {roomId}'s log goes from {_cursor} to {entries[0].Seq}.");
            }

            _cursor = entries[^1].Seq;
            live = Live;
        }

        try
        {
            if (entries.Any(entry => entry.Kind == RoomEventKind.MemberLeft))
            {
                // Before the batch, which may hold what was said after they left.
                await ShowOutAsync(live);
            }

            await HandOutAsync(entries, live);
        }
        catch (Exception)
        {
            // The cursor has moved on and nobody knows who has what: all resume from what they have.
            Array.ForEach(live, listener => listener.Close(ByeReason.Lagging));
            throw;
        }
    }

    private async Task HandOutAsync(IReadOnlyList<BroadcastEntry> entries, RoomListener[] live)
    {
        var delivered = 0L;
        var batches = new FrameBatch?[StreamFormat.All.Count];
        foreach (var listener in live)
        {
            var batch = batches[listener.Format.Index] ??= await renderer.RenderAsync(roomId, entries, listener.Format);
            delivered += listener.Deliver(batch);
        }

        meters.Delivered(delivered);
    }

    private async Task ShowOutAsync(RoomListener[] live)
    {
        try
        {
            await door.ShowOutAsync(roomId, live, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Nobody knows who may stay. All resume from what they have, and are asked at the door.
            LogNotAsked(exception, roomId);
            Array.ForEach(live, listener => listener.Close(ByeReason.Lagging));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Who may still listen in room {RoomId} could not be asked; its streams are opened anew.")]
    private partial void LogNotAsked(Exception exception, long roomId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The hub of room {RoomId} was interrupted; the sweep wakes it again.")]
    private partial void LogInterrupted(Exception exception, long roomId);
}
