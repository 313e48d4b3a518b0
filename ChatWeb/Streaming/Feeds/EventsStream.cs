using System.Buffers;

namespace ChatWeb.Streaming.Feeds;

/// <summary>
/// One open stream of many rooms. Hubs deliver side by side; one lock orders what they bring, so that the id written
/// with each event says exactly what was written before it.
/// </summary>
internal sealed class EventsStream(SseStream stream, EventsRequest request, RoomHubs hubs, TimeProvider time) : IRoomsWatcher
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, EventsListener> _rooms = [];
    private readonly RoomPositions _positions = new();
    private EventChannels _channels = request.Channels;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamUser User => stream.Subscriber.User;

    public Guid UserId => User.UserId;

    public EventsRequest Request => request;

    public Subscriber Subscriber => stream.Subscriber;

    /// <summary>Ends when the stream's rooms may not be the right ones any more.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>The rooms that the stream has.</summary>
    public IReadOnlyList<long> Rooms
    {
        get
        {
            lock (_gate)
            {
                return [.. _rooms.Keys.Order()];
            }
        }
    }

    /// <summary>Waits for the next change; called before the rooms are looked at.</summary>
    public void Rearm() => Volatile.Write(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public void RoomsSeen(IReadOnlyCollection<long> roomIds)
    {
        bool same;
        lock (_gate)
        {
            same = request.Rooms is { } named
                ? roomIds.All(id => !named.Contains(id) || _rooms.ContainsKey(id))
                : roomIds.Count == _rooms.Count && roomIds.All(_rooms.ContainsKey);
        }

        if (!same)
        {
            Volatile.Read(ref _changed).TrySetResult();
        }
    }

    /// <summary>Joins a room's hub. From now on nothing of the room is missed; nothing is sent before <see cref="Place"/>.</summary>
    public EventsListener Join(long roomId)
    {
        var listener = new EventsListener(this, hubs.Join(roomId));
        lock (_gate)
        {
            _rooms.Add(roomId, listener);
        }

        return listener;
    }

    /// <summary>From which sequence on the client gets the room.</summary>
    public void Place(EventsListener listener, long seq)
    {
        lock (_gate)
        {
            _positions[listener.Hub.RoomId] = seq;
        }
    }

    /// <summary>Leaves a room, without a word; harmless when repeated.</summary>
    public void Drop(EventsListener listener)
    {
        lock (_gate)
        {
            if (!Has(listener))
            {
                return;
            }

            _rooms.Remove(listener.Hub.RoomId);
            _positions[listener.Hub.RoomId] = null;
            stream.Sink.HeartbeatId = null;
        }

        listener.Hub.Remove(listener);
        hubs.Leave(listener.Hub);
    }

    public void Drop(long roomId)
    {
        if (Find(roomId) is { } listener)
        {
            Drop(listener);
        }
    }

    public void Close(string reason) => Subscriber.Close(reason);

    /// <summary>Sends the first event; the stream is open, and nothing was sent yet.</summary>
    public ValueTask<bool> GreetAsync(Func<EventChannels, EventsAck> ack)
    {
        lock (_gate)
        {
            var buffer = new ArrayBufferWriter<byte>(512);
            var first = ack(_channels);
            EventsFrames.Write(buffer, _positions, first.Type, first, first.RetryMs);
            return Subscriber.SendAsync(buffer.WrittenMemory, events: 1);
        }
    }

    /// <summary>Tells the client to reload a room and go on from its head.</summary>
    public ValueTask<bool> ResetAsync(EventsListener listener, long head)
    {
        lock (_gate)
        {
            if (!Has(listener))
            {
                return ValueTask.FromResult(false);
            }

            return SendAsync(listener.Hub.RoomId, head, ResetSignal.Name, new ResetSignal(ResetSignal.Name, listener.Hub.RoomId, head));
        }
    }

    /// <summary>Sends a page of a replay, and waits until it is taken; false when the room or the stream ended.</summary>
    public ValueTask<bool> ReplayAsync(EventsListener listener, FrameBatch page)
    {
        lock (_gate)
        {
            if (!Has(listener))
            {
                return ValueTask.FromResult(false);
            }

            var (bytes, events, isBehind) = Frame(listener, page, page.FirstSeq - 1);
            var sending = events > 0 ? Subscriber.SendAsync(bytes, events) : ValueTask.FromResult(!Subscriber.IsClosing);
            stream.Sink.HeartbeatId = isBehind ? _positions.ToId() : null;
            return sending;
        }
    }

    public void Deliver(EventsListener listener, FrameBatch batch, long sent)
    {
        lock (_gate)
        {
            if (!Has(listener))
            {
                return;
            }

            var (bytes, events, isBehind) = Frame(listener, batch, sent);
            if (events > 0)
            {
                Subscriber.Send(bytes, events);
            }

            stream.Sink.HeartbeatId = isBehind ? _positions.ToId() : null;
        }
    }

    public void Signal(EventsListener listener, RoomSignal signal)
    {
        lock (_gate)
        {
            if (Has(listener) && (_channels & signal.Channel()) != 0)
            {
                Subscriber.Send(signal.Frame(StreamFormat.Json), events: 1);
            }
        }
    }

    /// <summary>From now on carries other channels, and says so: what comes after is chosen by them, what came before is not sent any more.</summary>
    public void Carry(EventChannels channels)
    {
        lock (_gate)
        {
            _channels = channels;
            stream.Sink.HeartbeatId = null;
            var buffer = new ArrayBufferWriter<byte>(512);
            EventsFrames.Write(buffer, _positions, ChannelsEvent.Name, new ChannelsEvent(ChannelsEvent.Name, channels.Names(), time.GetUtcNow()));
            Subscriber.Send(buffer.WrittenMemory, events: 1);
        }
    }

    private EventsListener? Find(long roomId)
    {
        lock (_gate)
        {
            return _rooms.GetValueOrDefault(roomId);
        }
    }

    private bool Has(EventsListener listener) => _rooms.GetValueOrDefault(listener.Hub.RoomId) == listener;

    private ValueTask<bool> SendAsync<T>(long roomId, long seq, string name, T data)
    {
        _positions[roomId] = seq;
        stream.Sink.HeartbeatId = null;
        var buffer = new ArrayBufferWriter<byte>(512);
        EventsFrames.Write(buffer, _positions, name, data);
        return Subscriber.SendAsync(buffer.WrittenMemory, events: 1);
    }

    /// <summary>
    /// Moves on by a batch, and frames what of it the channels carry; behind is who did not get the last of it, so that
    /// the next heartbeat says how far they are.
    /// </summary>
    private (ReadOnlyMemory<byte> Bytes, int Events, bool IsBehind) Frame(EventsListener listener, FrameBatch batch, long sent)
    {
        // Taken back before anything newer is written: a heartbeat never says an older place after a newer.
        stream.Sink.HeartbeatId = null;
        var buffer = new ArrayBufferWriter<byte>();
        var (events, isBehind) = (0, false);
        for (var i = (int)Math.Max(0, sent - batch.FirstSeq + 1); i < batch.Entries.Count; i++)
        {
            var entry = batch.Entries[i];
            _positions[listener.Hub.RoomId] = entry.Seq;
            isBehind = (entry.Kind.Channel() & _channels) == 0;
            if (!isBehind)
            {
                EventsFrames.Write(buffer, _positions, entry, batch.Frame(i).Span);
                events++;
            }
        }

        return (buffer.WrittenMemory, events, isBehind);
    }
}
