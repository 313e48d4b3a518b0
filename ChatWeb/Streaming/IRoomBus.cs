namespace ChatWeb.Streaming;

/// <summary>
/// Carries wake-ups and signals to every process with listeners. It may lose, repeat and reorder them: a hub's cursor
/// moves one by one whatever a wake-up says, and the sweep looks at the database besides.
/// </summary>
public interface IRoomBus
{
    /// <summary>Whether other processes may be on it. On a bus of one process nothing is said that only others need.</summary>
    bool IsShared => true;

    /// <summary>Called for each wake-up, on any thread; handlers return at once and do not throw.</summary>
    event Action<RoomWakeUp>? Woken;

    /// <summary>Called for each signal, on any thread; handlers return at once and do not throw.</summary>
    event Action<BusSignal>? Signalled;

    /// <summary>Sends a wake-up to all processes, this one included. Does not throw for a bus that is down.</summary>
    ValueTask PublishAsync(RoomWakeUp wakeUp);

    /// <summary>Sends a signal to all processes, this one included. Does not throw for a bus that is down.</summary>
    ValueTask PublishAsync(BusSignal signal);
}
