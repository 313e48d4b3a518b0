namespace ChatWeb.Streaming.WebSockets;

/// <summary>A socket's interest in one of its rooms.</summary>
internal sealed class SocketListener(Subscriber subscriber, RoomHub hub) : RoomListener(subscriber.User, StreamFormat.Raw)
{
    private volatile bool _isClosed;

    public RoomHub Hub => hub;

    /// <summary>Sends a page of a replay; false when the room or the socket is closed.</summary>
    public ValueTask<bool> ReplayAsync(ReadOnlyMemory<byte> lines, int events) =>
        _isClosed ? ValueTask.FromResult(false) : subscriber.SendAsync(lines, events);

    public override void Signal(RoomSignal signal)
    {
        if (!_isClosed)
        {
            subscriber.Send(signal.Frame(Format), events: 1);
        }
    }

    /// <summary>The room alone ends here; the socket has others. One that can't be asked about is resumed like a socket that fell behind.</summary>
    public override void Close(string reason)
    {
        if (reason == ByeReason.Lagging)
        {
            subscriber.Close(reason);
        }
        else if (!_isClosed)
        {
            _isClosed = true;
            subscriber.Send(WebSocketSink.Line(new SocketLeft(hub.RoomId, reason)), events: 1);
        }
    }

    /// <summary>The client asked to leave: nothing more of this room.</summary>
    public void Stop()
    {
        _isClosed = true;
        hub.Remove(this);
    }

    protected override void Send(FrameBatch batch, long sent)
    {
        if (!_isClosed)
        {
            var (lines, count) = batch.After(sent);
            subscriber.Send(lines, count);
        }
    }
}
