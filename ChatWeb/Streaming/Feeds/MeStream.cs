namespace ChatWeb.Streaming.Feeds;

/// <summary>One open <c>GET /chat/sse/me</c>.</summary>
internal sealed class MeStream(Subscriber subscriber)
{
    public StreamUser User => subscriber.User;

    /// <summary>Whether it was told the state of all rooms, so that changes are enough from now on. Only the feeds' worker touches it.</summary>
    public bool IsPrimed { get; private set; }

    /// <summary>Tells the state of all rooms. However many they are, it is not too much to wait for one slow flush.</summary>
    public void Prime(ReadOnlyMemory<byte> state, int events)
    {
        IsPrimed = true;
        _ = subscriber.SendAsync(state, events).AsTask();
    }

    public void Tell(ReadOnlyMemory<byte> frame) => subscriber.Send(frame, events: 1);
}
