using System.Buffers;
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

    private async Task WriteAsync(ArrayBufferWriter<byte> buffer, long roomId, BroadcastEntry entry, StreamFormat format)
    {
        if (!entry.Json.IsEmpty)
        {
            try
            {
                if (format.Culture is { } culture)
                {
                    var html = await reader.TellerOf(entry.Kind)!.RenderAsync(entry, culture);
                    SseFrames.Write(buffer, entry.Seq, name: null, Encoding.UTF8.GetBytes(html));
                }
                else
                {
                    WriteJson(buffer, entry.Seq, entry.Kind.WireName(), entry.Json.Span, format);
                }

                return;
            }
            catch (Exception exception)
            {
                LogNotRendered(exception, entry.Seq, roomId);
            }
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
