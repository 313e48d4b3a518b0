using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatWeb.Http;

namespace ChatWeb.Streaming;

/// <summary>Turns entries into frames, once for each format.</summary>
public sealed partial class FrameRenderer(RoomEventReader reader, ILogger<FrameRenderer> logger)
{
    /// <summary>Never throws: an entry that can't be rendered becomes a <c>reset</c> that carries its id.</summary>
    internal async Task<FrameBatch> RenderAsync(long roomId, IReadOnlyList<BroadcastEntry> entries, StreamFormat format)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, entries.Sum(e => e.Json.Length + 64)));
        var ends = new int[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            await WriteAsync(buffer, roomId, entries[i], format);
            ends[i] = buffer.WrittenCount;
        }

        return new FrameBatch(entries, buffer.WrittenMemory, ends);
    }

    /// <summary>An entry as fragments for the page; null, with a line in the log, when it can't be rendered.</summary>
    internal async Task<string?> HtmlAsync(long roomId, BroadcastEntry entry, CultureInfo culture)
    {
        if (entry.Json.IsEmpty)
        {
            LogNotTold(entry.Seq, entry.Kind, roomId);
            return null;
        }

        try
        {
            return await reader.TellerOf(entry.Kind)!.RenderAsync(entry, culture);
        }
        catch (Exception exception)
        {
            LogNotRendered(exception, entry.Seq, roomId);
            return null;
        }
    }

    private async Task WriteAsync(ArrayBufferWriter<byte> buffer, long roomId, BroadcastEntry entry, StreamFormat format)
    {
        if (format.Culture is { } culture)
        {
            if (await HtmlAsync(roomId, entry, culture) is { } html)
            {
                SseFrames.Write(buffer, entry.Seq, name: null, Encoding.UTF8.GetBytes(html));
                return;
            }
        }
        else if (!entry.Json.IsEmpty)
        {
            WriteJson(buffer, entry.Seq, entry.Kind.WireName(), entry.Json.Span, format);
            return;
        }
        else
        {
            LogNotTold(entry.Seq, entry.Kind, roomId);
        }

        var reset = new ResetSignal(ResetSignal.Name, roomId, entry.Seq);
        WriteJson(buffer, entry.Seq, ResetSignal.Name, JsonSerializer.SerializeToUtf8Bytes(reset, WireJson.Options), format);
    }

    private static void WriteJson(ArrayBufferWriter<byte> buffer, long seq, string name, ReadOnlySpan<byte> json, StreamFormat format)
    {
        if (format.IsRaw)
        {
            SseFrames.WriteLine(buffer, json);
        }
        else
        {
            SseFrames.Write(buffer, seq, name, json);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {Seq} of room {RoomId} could not be rendered; clients reload instead.")]
    private partial void LogNotRendered(Exception exception, long seq, long roomId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {Seq} ({Kind}) of room {RoomId} refers to something that is gone; clients reload instead.")]
    private partial void LogNotTold(long seq, RoomEventKind kind, long roomId);
}
