using System.Buffers;
using System.Text;
using System.Text.Json.Serialization;

namespace ChatWeb.Streaming.Feeds;

/// <summary>The first event of a stream of many rooms.</summary>
/// <param name="ClientId">Under which name its channels can be changed.</param>
/// <param name="Rooms">The rooms whose events follow.</param>
internal sealed record EventsAck(
    string Type,
    Guid UserUuid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientId,
    IReadOnlyList<string> Channels,
    IReadOnlyList<long> Rooms,
    DateTimeOffset ServerTime,
    int RetryMs,
    double HeartbeatSeconds);

/// <summary>From here on the stream carries these channels.</summary>
internal sealed record ChannelsEvent(string Type, IReadOnlyList<string> Channels, DateTimeOffset Timestamp)
{
    public const string Name = "channels";
}

/// <summary>Events of a stream of many rooms: each with the resume point that holds once the client has it.</summary>
internal static class EventsFrames
{
    /// <summary>How every new message begins in JSON, and how it does here. The rest is the same bytes for everybody.</summary>
    private static ReadOnlySpan<byte> MessageStart => "{\"type\":\"new_message\""u8;

    private static ReadOnlySpan<byte> ChatMessageStart => "{\"type\":\"chat_message\""u8;

    /// <summary>Adds an event with an id.</summary>
    public static void Write<T>(IBufferWriter<byte> writer, RoomPositions id, string name, T data, int? retryMilliseconds = null)
    {
        WriteId(writer, id);
        writer.Write(SseFrames.Json(name, data, retryMilliseconds: retryMilliseconds).Span);
    }

    /// <summary>Adds a durable change.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="id">How far the client is with it.</param>
    /// <param name="entry">The change.</param>
    /// <param name="line">It as a line of JSON.</param>
    public static void Write(IBufferWriter<byte> writer, RoomPositions id, BroadcastEntry entry, ReadOnlySpan<byte> line)
    {
        WriteId(writer, id);
        writer.Write("event: "u8);
        if (line.StartsWith(MessageStart))
        {
            writer.Write("chat_message\ndata: "u8);
            writer.Write(ChatMessageStart);
            line = line[MessageStart.Length..];
        }
        else
        {
            // What could not be rendered came as a reset.
            Encoding.UTF8.GetBytes(entry.Json.IsEmpty ? ResetSignal.Name : entry.Kind.WireName(), writer);
            writer.Write("\ndata: "u8);
        }

        writer.Write(line); // ends with a line break
        writer.Write("\n"u8);
    }

    /// <summary>Adds the line with the id, the first of an event.</summary>
    public static void WriteId(IBufferWriter<byte> writer, RoomPositions id)
    {
        writer.Write("id: "u8);
        id.WriteTo(writer);
        writer.Write("\n"u8);
    }
}
