namespace ChatWeb.Streaming;

/// <summary>The signals of a room that still hold, for those who come later. All of it runs under <see cref="Gate"/>.</summary>
internal sealed class CurrentSignals
{
    /// <summary>Signals of one name kept at most: of those that have many slots, the ones told last.</summary>
    public const int MaxOfAName = 100;

    private readonly OrderedDictionary<string, RoomSignal> _kept = [];

    /// <summary>Held while a signal is told, so that nobody gets an older one after a newer.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Those told longest ago first.</summary>
    public IReadOnlyList<RoomSignal> Kept => [.. _kept.Values];

    /// <summary>Keeps a signal in place of the slot's former one, or of the oldest of its name.</summary>
    public void Keep(string slot, RoomSignal signal)
    {
        _kept.Remove(slot);
        if (_kept.Values.Count(kept => kept.Name == signal.Name) >= MaxOfAName)
        {
            _kept.Remove(_kept.First(kept => kept.Value.Name == signal.Name).Key);
        }

        _kept.Add(slot, signal);
    }

    /// <summary>Forgets what does not hold any more.</summary>
    public void Forget(string slot)
    {
        lock (Gate)
        {
            _kept.Remove(slot);
        }
    }

    /// <summary>Tells a listener that just went live.</summary>
    public void TellAll(RoomListener listener)
    {
        foreach (var signal in _kept.Values)
        {
            listener.Signal(signal);
        }
    }
}
