namespace ChatWeb.Streaming;

/// <summary>The signals of a room that still hold, for those who come later. All of it runs under <see cref="Gate"/>.</summary>
internal sealed class CurrentSignals
{
    /// <summary>Signals kept at most; the feature that keeps them has a bound of its own below this.</summary>
    private const int MaxKept = 256;

    private readonly Dictionary<string, RoomSignal> _kept = [];

    /// <summary>Held while a signal is told, so that nobody gets an older one after a newer.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Keeps a signal in place of the slot's former one; past the bound it is told but not kept.</summary>
    public void Keep(string slot, RoomSignal signal)
    {
        if (_kept.Count < MaxKept || _kept.ContainsKey(slot))
        {
            _kept[slot] = signal;
        }
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
