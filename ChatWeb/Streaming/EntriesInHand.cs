namespace ChatWeb.Streaming;

/// <summary>
/// Entries that came to a hub with their wake-ups, until it hands them out: a few, since one that is not there is
/// read. Not safe for several threads.
/// </summary>
internal struct EntriesInHand
{
    /// <summary>With <see cref="RoomWakeUp.MaxEntryBytes"/> each, 256 KB a hub at most.</summary>
    private const int Most = 32;

    /// <summary>Each at its sequence modulo the length; made for the first.</summary>
    private BroadcastEntry?[]? _ring;

    /// <summary>Keeps an entry that comes after the cursor, and not so far after it that another would lose its place.</summary>
    public void Put(BroadcastEntry entry, long cursor)
    {
        if (entry.Seq > cursor && entry.Seq - cursor <= Most && !entry.Json.IsEmpty)
        {
            _ring ??= new BroadcastEntry?[Most];
            if (entry.Kind.TakesBack())
            {
                // What came before it and was not handed out may say what does not hold any more: that is read.
                Array.Clear(_ring);
            }

            _ring[entry.Seq % Most] = entry;
        }
    }

    /// <summary>Takes the entries that follow the cursor without a gap, up to a sequence; null when there is none.</summary>
    public readonly IReadOnlyList<BroadcastEntry>? Take(long cursor, long upTo)
    {
        List<BroadcastEntry>? taken = null;
        for (var seq = cursor + 1; _ring is not null && seq <= upTo && _ring[seq % Most] is { } entry && entry.Seq == seq; seq++)
        {
            (taken ??= []).Add(entry);
            _ring[seq % Most] = null;
        }

        return taken;
    }
}
