using System.Buffers.Binary;
using System.Text.Json;

namespace ChatWeb.Streaming.Redis;

/// <summary>
/// What nodes send each other, little-endian: the sender's id (16 bytes), what it is (1), then
/// <list type="bullet">
/// <item>of a wake-up the room (8), the sequence (8), since when it is known (8, UTC ticks, 0 for unknown), and perhaps
/// the event itself: its kind (1) and its JSON;</item>
/// <item>of a signal its JSON;</item>
/// <item>of an echo, which a node sends to hear itself, a number (8).</item>
/// </list>
/// What a later version adds has another number, and is nothing to this one.
/// </summary>
internal static class BusMessage
{
    private const byte WakeUp = 1;
    private const byte Signal = 2;
    private const byte Echo = 3;
    private const int Head = 17;
    private const int WakeUpLength = Head + 24;

    public static byte[] Of(Guid node, RoomWakeUp wakeUp)
    {
        var json = wakeUp.Entry?.Json ?? default;
        var message = Begin(node, WakeUp, json.IsEmpty ? WakeUpLength : WakeUpLength + 1 + json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(Head), wakeUp.RoomId);
        BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(Head + 8), wakeUp.Seq);
        BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(Head + 16), wakeUp.PublishedAt?.UtcTicks ?? 0);
        if (!json.IsEmpty)
        {
            message[WakeUpLength] = (byte)wakeUp.Entry!.Kind;
            json.CopyTo(message.AsMemory(WakeUpLength + 1));
        }

        return message;
    }

    public static byte[] Of(Guid node, BusSignal signal)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(signal);
        var message = Begin(node, Signal, Head + json.Length);
        json.CopyTo(message.AsSpan(Head));
        return message;
    }

    public static byte[] OfEcho(Guid node, long number)
    {
        var message = Begin(node, Echo, Head + 8);
        BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(Head), number);
        return message;
    }

    /// <summary>Who sent it; empty for what no node sends.</summary>
    public static Guid Sender(ReadOnlySpan<byte> message) => message.Length < Head ? Guid.Empty : new Guid(message[..16]);

    public static bool IsEcho(ReadOnlySpan<byte> message, out long number)
    {
        var isEcho = message.Length == Head + 8 && message[16] == Echo;
        number = isEcho ? BinaryPrimitives.ReadInt64LittleEndian(message[Head..]) : 0;
        return isEcho;
    }

    /// <summary>The wake-up or signal that it is, or neither for an echo.</summary>
    /// <exception cref="FormatException">It is none of what this version knows.</exception>
    public static (RoomWakeUp? WakeUp, BusSignal? Signal) Read(byte[] message)
    {
        switch (message.Length < Head ? 0 : message[16])
        {
            case WakeUp when message.Length >= WakeUpLength:
                return (ReadWakeUp(message), null);
            case Signal:
                try
                {
                    return (null, JsonSerializer.Deserialize<BusSignal>(message.AsSpan(Head))
                        ?? throw new FormatException("A signal that says nothing."));
                }
                catch (Exception exception) when (exception is JsonException or NotSupportedException)
                {
                    throw new FormatException("A signal that can't be read.", exception);
                }

            case Echo:
                return (null, null);
            default:
                throw new FormatException($"A message of {message.Length} bytes that this version does not know.");
        }
    }

    private static RoomWakeUp ReadWakeUp(byte[] message)
    {
        var fields = message.AsSpan(Head);
        var (room, seq, ticks) = (
            BinaryPrimitives.ReadInt64LittleEndian(fields),
            BinaryPrimitives.ReadInt64LittleEndian(fields[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(fields[16..]));

        // As with the broadcast queue's entries: one of a kind that is not known here is read from the database.
        var entry = message.Length > WakeUpLength + 1 && Enum.IsDefined((RoomEventKind)message[WakeUpLength])
            ? new BroadcastEntry(seq, (RoomEventKind)message[WakeUpLength], message.AsMemory(WakeUpLength + 1))
            : null;
        return new RoomWakeUp(room, seq, ticks > 0 && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null, entry);
    }

    private static byte[] Begin(Guid node, byte what, int length)
    {
        var message = new byte[length];
        node.TryWriteBytes(message);
        message[16] = what;
        return message;
    }
}
