namespace ChatWeb.Streaming.Feeds;

/// <summary>A stream's interest in one of its rooms.</summary>
internal sealed class EventsListener(EventsStream stream, RoomHub hub) : RoomListener(stream.User, StreamFormat.Raw)
{
    public RoomHub Hub => hub;

    /// <summary>A program that hears all rooms is in none of them.</summary>
    public override bool IsHere => false;

    public override void Signal(RoomSignal signal) => stream.Signal(this, signal);

    /// <summary>This room alone ends; one that can't be asked about is resumed like a stream that fell behind.</summary>
    public override void Close(string reason)
    {
        if (reason == ByeReason.Lagging)
        {
            stream.Close(reason);
        }
        else
        {
            stream.Drop(this);
        }
    }

    protected override void Send(FrameBatch batch, long sent) => stream.Deliver(this, batch, sent);
}
