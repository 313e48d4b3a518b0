using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace ChatWeb.Streaming.Feeds;

/// <summary>
/// How far a client has the log of each of its rooms: the resume point of a stream of many rooms.
/// <para>
/// As text: base64url of one byte version, the number of rooms, for each room in ascending order its id less the one
/// before and its sequence, and two bytes of checksum; numbers are seven bits a byte, lowest first, the eighth bit says
/// that more follow.
/// </para>
/// </summary>
internal sealed class RoomPositions
{
    /// <summary>
    /// Rooms in one resume point. Ids below 2^48 and sequences below 2^42 take 12 bytes a room at worst, so that 250
    /// stay within <see cref="MaxText"/>; usual ones take 3 or 4.
    /// </summary>
    public const int MaxRooms = 250;

    /// <summary>The longest text: what a header may well hold.</summary>
    public const int MaxText = 4096;

    private const byte Version = 1;
    private const int MaxBytes = MaxText / 4 * 3;
    private const long IdLimit = 1L << 48;
    private const long SeqLimit = 1L << 42;

    private readonly SortedList<long, long> _seqs = [];

    /// <summary>The rooms, in ascending order.</summary>
    public IEnumerable<long> Rooms => _seqs.Keys;

    /// <summary>The last sequence that the client has of a room; null for a room that it does not know.</summary>
    public long? this[long roomId]
    {
        get => _seqs.TryGetValue(roomId, out var seq) ? seq : null;
        set
        {
            if (value is { } seq)
            {
                _seqs[roomId] = seq;
            }
            else
            {
                _seqs.Remove(roomId);
            }
        }
    }

    /// <summary>Adds the text.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        bytes[0] = Version;
        var length = 1 + Put(bytes[1..], _seqs.Count);
        var last = 0L;
        foreach (var (roomId, seq) in _seqs)
        {
            length += Put(bytes[length..], roomId - last);
            length += Put(bytes[length..], seq);
            last = roomId;
        }

        var check = Check(bytes[..length]);
        bytes[length++] = (byte)check;
        bytes[length++] = (byte)(check >> 8);
        var text = writer.GetSpan(Base64Url.GetEncodedLength(length));
        writer.Advance(Base64Url.EncodeToUtf8(bytes[..length], text));
    }

    /// <summary>The line of an event's id.</summary>
    public byte[] ToId()
    {
        var line = new ArrayBufferWriter<byte>(64);
        EventsFrames.WriteId(line, this);
        return line.WrittenSpan.ToArray();
    }

    /// <summary>Reads the text; false when it is none that <see cref="WriteTo"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RoomPositions? positions)
    {
        positions = null;
        Span<byte> buffer = stackalloc byte[MaxBytes];
        if (text.Length > MaxText
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, buffer, out var length)
            || length < 4
            || buffer[0] != Version
            || Check(buffer[..(length - 2)]) != (buffer[length - 2] | (buffer[length - 1] << 8)))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = buffer[1..(length - 2)];
        var parsed = new RoomPositions();
        var last = 0L;
        if (!TryTake(ref rest, MaxRooms + 1, out var count))
        {
            return false;
        }

        for (var i = 0L; i < count; i++)
        {
            if (!TryTake(ref rest, IdLimit, out var step) || step == 0 || !TryTake(ref rest, SeqLimit, out var seq))
            {
                return false;
            }

            parsed._seqs[last += step] = seq;
        }

        positions = rest.IsEmpty ? parsed : null;
        return positions is not null;
    }

    private static int Put(Span<byte> to, long number)
    {
        var length = 0;
        for (; number >= 0x80; number >>= 7)
        {
            to[length++] = (byte)(number | 0x80);
        }

        to[length++] = (byte)number;
        return length;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> from, long limit, out long number)
    {
        number = 0;
        for (var i = 0; i < from.Length && i < 8; i++)
        {
            number |= (long)(from[i] & 0x7F) << (7 * i);
            if (from[i] < 0x80)
            {
                from = from[(i + 1)..];
                return number < limit;
            }
        }

        return false;
    }

    /// <summary>FNV-1a, folded to 16 bits: tells a text that was cut or mistyped, not one that was forged. A forged one gives nothing: rights are asked for at the door.</summary>
    private static int Check(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var one in bytes)
        {
            hash = (hash ^ one) * 16777619u;
        }

        return (int)((hash >> 16) ^ (hash & 0xFFFF));
    }
}
