namespace ChatWeb.Streaming;

/// <summary>What waits at a subscriber for the flush under way. Its subscriber calls one method at a time.</summary>
internal sealed class Outbox
{
    private readonly Queue<ReadOnlyMemory<byte>> _frames = new();
    private int _events;
    private int _bytes;

    public bool HasRoomFor(int bytes, int events, StreamOptions options) =>
        _events + events <= options.SubscriberEvents && _bytes + bytes <= options.SubscriberBytes;

    public void Add(ReadOnlyMemory<byte> bytes, int events)
    {
        _frames.Enqueue(bytes);
        _events += events;
        _bytes += bytes.Length;
    }

    /// <summary>Writes all of it; false when there is none.</summary>
    public bool TryTakeAll(ISubscriberSink sink)
    {
        var any = _frames.Count > 0;
        while (_frames.TryDequeue(out var frame))
        {
            sink.Write(frame.Span);
        }

        (_events, _bytes) = (0, 0);
        return any;
    }
}
