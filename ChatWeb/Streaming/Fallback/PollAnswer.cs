using System.Buffers;
using System.Text.Json;
using ChatWeb.Http;

namespace ChatWeb.Streaming.Fallback;

/// <summary>The body of a poll's answer: <c>{events, head}</c>.</summary>
internal static class PollAnswer
{
    /// <summary>The client can't go on from where it is.</summary>
    public static ReadOnlyMemory<byte> Reset(long roomId, long head) => Of(head, writer => WriteReset(writer, roomId, head));

    /// <param name="head">The room's newest sequence.</param>
    /// <param name="writeEvents">Writes the elements of <c>events</c>.</param>
    public static ReadOnlyMemory<byte> Of(long head, Action<Utf8JsonWriter> writeEvents)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Options.Encoder, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("events"u8);
            writeEvents(writer);
            writer.WriteEndArray();
            writer.WriteNumber("head"u8, head);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Tells the client to reload the messages and to go on from <paramref name="seq"/>.</summary>
    public static void WriteReset(Utf8JsonWriter writer, long roomId, long seq)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, ResetSignal.Name);
        writer.WriteNumber("room_id"u8, roomId);
        writer.WriteNumber("head"u8, seq);
        writer.WriteNumber("seq"u8, seq);
        writer.WriteEndObject();
    }
}
