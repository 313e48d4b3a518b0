using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatWeb.Http;

namespace ChatWeb.Streaming;

/// <summary>Server-Sent Events on the wire (WHATWG HTML, 9.2.6): fields a line each, an empty line ends an event.</summary>
internal static class SseFrames
{
    /// <summary>A comment keeps the connection and any proxy awake and is ignored by every client.</summary>
    public static ReadOnlyMemory<byte> CommentHeartbeat { get; } = ": heartbeat\n\n"u8.ToArray();

    /// <summary>Adds one event.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="id">The durable sequence, or null for a signal.</param>
    /// <param name="name">The event's type; null for an unnamed one.</param>
    /// <param name="data">UTF-8; each of its lines becomes a line of data.</param>
    public static void Write(IBufferWriter<byte> writer, long? id, string? name, ReadOnlySpan<byte> data)
    {
        if (id is { } seq)
        {
            writer.Write("id: "u8);
            Span<byte> digits = stackalloc byte[20];
            seq.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
            writer.Write(digits[..length]);
            writer.Write("\n"u8);
        }

        if (name is not null)
        {
            writer.Write("event: "u8);
            Encoding.UTF8.GetBytes(name, writer);
            writer.Write("\n"u8);
        }

        while (true)
        {
            var end = data.IndexOfAny((byte)'\n', (byte)'\r');
            writer.Write("data: "u8);
            writer.Write(end < 0 ? data : data[..end]);
            writer.Write("\n"u8);
            if (end < 0)
            {
                break;
            }

            data = data[(data[end..].StartsWith("\r\n"u8) ? end + 2 : end + 1)..];
        }

        writer.Write("\n"u8);
    }

    /// <summary>JSON on a line of its own (JSON written by this program has no line breaks).</summary>
    public static void WriteLine(IBufferWriter<byte> writer, ReadOnlySpan<byte> json)
    {
        writer.Write(json);
        writer.Write("\n"u8);
    }

    /// <summary><see cref="WriteLine"/> as bytes.</summary>
    public static ReadOnlyMemory<byte> Line(ReadOnlySpan<byte> json)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length + 1);
        WriteLine(buffer, json);
        return buffer.WrittenMemory;
    }

    /// <summary>One event that is not durable.</summary>
    public static ReadOnlyMemory<byte> Event(string? name, ReadOnlySpan<byte> data)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + 64);
        Write(buffer, id: null, name, data);
        return buffer.WrittenMemory;
    }

    /// <summary>One event with a JSON object for data.</summary>
    public static ReadOnlyMemory<byte> Json<T>(string name, T data, long? id = null, int? retryMilliseconds = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        if (retryMilliseconds is { } retry)
        {
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {retry}\n"), buffer);
        }

        Write(buffer, id, name, JsonSerializer.SerializeToUtf8Bytes(data, WireJson.Options));
        return buffer.WrittenMemory;
    }
}
