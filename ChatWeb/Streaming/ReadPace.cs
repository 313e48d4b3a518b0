namespace ChatWeb.Streaming;

/// <summary>
/// How many entries to read at once, so that a page of them stays near 256 KB whatever people write: a log of long
/// messages is read in small pages, one of short ones in pages of up to 200.
/// </summary>
internal struct ReadPace
{
    private const int PageBytes = 256 * 1024;
    private const int Fewest = 4;
    private const int Most = 200;
    private const int First = 40;

    private int _next;

    /// <summary>The length of the next page.</summary>
    public readonly int Next => _next == 0 ? First : _next;

    /// <summary>Learns from a page how large entries are here.</summary>
    public void Saw(IReadOnlyList<BroadcastEntry> entries)
    {
        var bytes = entries.Sum(entry => entry.Json.Length + 64L) / entries.Count;
        // Growing by doubling: one short page says little of the next.
        _next = (int)Math.Clamp(PageBytes / bytes, Fewest, Math.Min(Most, Next * 2));
    }
}
