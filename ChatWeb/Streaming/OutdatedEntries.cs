using System.Collections.Concurrent;

namespace ChatWeb.Streaming;

/// <summary>
/// Up to where each room's entries of the broadcast queue may say what does not hold any more. A cache can't be relied on
/// to forget in time: it may fail just then, or be given the old entry by somebody who was held up.
/// </summary>
/// <param name="lifetime">How long that is remembered after a room's last change: longer than an entry lives.</param>
/// <param name="time">The clock.</param>
internal sealed class OutdatedEntries(TimeSpan lifetime, TimeProvider time)
{
    /// <summary>With more rooms than this, those are looked for of which nothing old can be left.</summary>
    private const int Few = 1_000;

    private readonly ConcurrentDictionary<long, (long Before, long Until)> _rooms = new();

    /// <summary>Rooms that are remembered.</summary>
    internal int Count => _rooms.Count;

    /// <summary>The room's entries before a sequence are outdated.</summary>
    public void Outdate(long roomId, long before)
    {
        var until = time.GetTimestamp() + (long)(lifetime.TotalSeconds * time.TimestampFrequency);
        _rooms.AddOrUpdate(roomId, (before, until), (_, known) => (Math.Max(known.Before, before), Math.Max(known.Until, until)));
        if (_rooms.Count > Few)
        {
            Forget();
        }
    }

    public bool Has(long roomId, long seq) =>
        _rooms.TryGetValue(roomId, out var known) && seq < known.Before && time.GetTimestamp() < known.Until;

    private void Forget()
    {
        var now = time.GetTimestamp();
        foreach (var room in _rooms)
        {
            if (room.Value.Until <= now)
            {
                _rooms.TryRemove(room); // as it was looked at: not when it has just changed again
            }
        }
    }
}
