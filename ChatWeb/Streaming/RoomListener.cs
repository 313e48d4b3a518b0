namespace ChatWeb.Streaming;

/// <summary>
/// What a hub delivers to: one client's interest in one room. It knows how far the client has the room's log, so that
/// a batch brings it only what is new.
/// </summary>
internal abstract class RoomListener(StreamUser user, StreamFormat format)
{
    private long _sent;

    public StreamUser User => user;

    public StreamFormat Format => format;

    /// <summary>Whether who listens is in the room for others to see.</summary>
    public virtual bool IsHere => true;

    /// <summary>Its place among the hub's listeners; only the hub touches it.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>From here on the hub may deliver; what the client already has is left out.</summary>
    public void GoLive(long sent) => _sent = sent;

    /// <summary>Delivers what the client does not have of the batch, and says how many events. The hub delivers one batch at a time.</summary>
    public long Deliver(FrameBatch batch)
    {
        if (batch.LastSeq <= _sent)
        {
            return 0;
        }

        Send(batch, _sent);
        var delivered = batch.LastSeq - Math.Max(_sent, batch.FirstSeq - 1);
        _sent = batch.LastSeq;
        return delivered;
    }

    /// <summary>Sends a signal that has no place in the sequence. Returns at once.</summary>
    public abstract void Signal(RoomSignal signal);

    /// <summary>The right to the room ended, or the room did.</summary>
    public abstract void Close(string reason);

    /// <summary>Sends the batch's events after <paramref name="sent"/>. Returns at once and does not throw.</summary>
    protected abstract void Send(FrameBatch batch, long sent);
}

/// <summary>A stream of one room: what the hub has goes out as it is.</summary>
internal sealed class RoomSubscription(Subscriber subscriber, StreamFormat format) : RoomListener(subscriber.User, format)
{
    public override void Signal(RoomSignal signal)
    {
        if (signal.Frame(Format) is { IsEmpty: false } frame)
        {
            subscriber.Send(frame, events: 1);
        }
    }

    public override void Close(string reason) => subscriber.Close(reason);

    protected override void Send(FrameBatch batch, long sent)
    {
        var (bytes, count) = batch.After(sent);
        subscriber.Send(bytes, count);
    }
}
