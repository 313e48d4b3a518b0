namespace ChatWeb.Streaming;

/// <summary>Consecutive events as the bytes of one format, written once and handed to every subscriber.</summary>
/// <param name="firstSeq">The sequence of the first event.</param>
/// <param name="bytes">The frames, one after another.</param>
/// <param name="ends">Where each frame ends in <paramref name="bytes"/>.</param>
internal sealed class FrameBatch(long firstSeq, ReadOnlyMemory<byte> bytes, int[] ends)
{
    public long LastSeq => firstSeq + ends.Length - 1;

    /// <summary>The frames of events after a sequence, and how many they are.</summary>
    public (ReadOnlyMemory<byte> Bytes, int Count) After(long seq)
    {
        var skip = (int)Math.Clamp(seq - firstSeq + 1, 0, ends.Length);
        return (skip == 0 ? bytes : bytes[ends[skip - 1]..], ends.Length - skip);
    }
}
