namespace ChatWeb.Streaming;

/// <summary>That a room's log has grown to a sequence. A hint: hubs read what they miss themselves.</summary>
public readonly record struct RoomWakeUp(long RoomId, long Seq);

/// <summary>
/// Carries wake-ups to every process with listeners. It may lose, repeat and reorder them: a hub's cursor moves one
/// by one whatever a wake-up says, and the sweep looks at the rooms' heads besides.
/// </summary>
public interface IRoomBus
{
    /// <summary>Called for each wake-up, on any thread; handlers return at once and do not throw.</summary>
    event Action<RoomWakeUp>? Woken;

    /// <summary>Sends a wake-up to all processes, this one included. Does not throw for a bus that is down.</summary>
    ValueTask PublishAsync(RoomWakeUp wakeUp);
}

/// <summary>The bus of a single process.</summary>
internal sealed class InProcessRoomBus : IRoomBus
{
    public event Action<RoomWakeUp>? Woken;

    public ValueTask PublishAsync(RoomWakeUp wakeUp)
    {
        Woken?.Invoke(wakeUp);
        return ValueTask.CompletedTask;
    }
}
