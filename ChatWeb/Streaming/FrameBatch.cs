namespace ChatWeb.Streaming;

/// <summary>Consecutive events as the bytes of one format, written once and handed to every listener.</summary>
/// <param name="entries">The events, in order and without a gap.</param>
/// <param name="bytes">Their frames, one after another.</param>
/// <param name="ends">Where each frame ends in <paramref name="bytes"/>.</param>
internal sealed class FrameBatch(IReadOnlyList<BroadcastEntry> entries, ReadOnlyMemory<byte> bytes, int[] ends)
{
    /// <summary>What the frames were made of.</summary>
    public IReadOnlyList<BroadcastEntry> Entries => entries;

    public long FirstSeq => entries[0].Seq;

    public long LastSeq => FirstSeq + ends.Length - 1;

    /// <summary>The frames of events after a sequence, and how many they are.</summary>
    public (ReadOnlyMemory<byte> Bytes, int Count) After(long seq)
    {
        var skip = (int)Math.Clamp(seq - FirstSeq + 1, 0, ends.Length);
        return (skip == 0 ? bytes : bytes[ends[skip - 1]..], ends.Length - skip);
    }

    /// <summary>The frame of one event, by its place in <see cref="Entries"/>.</summary>
    public ReadOnlyMemory<byte> Frame(int index) => bytes[(index == 0 ? 0 : ends[index - 1])..ends[index]];
}
