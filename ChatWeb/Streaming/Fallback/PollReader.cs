using System.Globalization;
using System.Text.Json;

namespace ChatWeb.Streaming.Fallback;

/// <summary>Reads what a poll answers: as much of the log as is good for one answer.</summary>
internal sealed class PollReader(RoomEventReader reader, FrameRenderer renderer)
{
    private const int MostEvents = 500;

    /// <summary>Past it the client asks again: an answer is built in memory.</summary>
    private const int EnoughBytes = 1024 * 1024;

    /// <summary>The events after <paramref name="after"/>, as JSON or (with a culture) as fragments for the page.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(long roomId, long after, long head, CultureInfo? culture, CancellationToken cancellationToken)
    {
        var events = new List<(BroadcastEntry Entry, string? Html)>();
        var pace = new ReadPace();
        var bytes = 0;
        while (after < head && events.Count < MostEvents && bytes < EnoughBytes)
        {
            var upTo = Math.Min(head, after + Math.Min(pace.Next, MostEvents - events.Count));
            var page = await reader.ReadAsync(roomId, after, upTo, cancellationToken);
            if (page.Count == 0)
            {
                break; // a head that the log does not reach: believe the log
            }

            pace.Saw(page);
            foreach (var entry in page)
            {
                events.Add((entry, culture is null ? null : await renderer.HtmlAsync(roomId, entry, culture)));
                bytes += entry.Json.Length;
            }

            after = page[^1].Seq;
        }

        return PollAnswer.Of(head, writer => events.ForEach(e => Write(writer, roomId, e.Entry, e.Html, culture)));
    }

    private static void Write(Utf8JsonWriter writer, long roomId, BroadcastEntry entry, string? html, CultureInfo? culture)
    {
        if (culture is null ? entry.Json.IsEmpty : html is null)
        {
            PollAnswer.WriteReset(writer, roomId, entry.Seq);
        }
        else if (html is not null)
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq"u8, entry.Seq);
            writer.WriteString("html"u8, html);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteRawValue(entry.Json.Span, skipInputValidation: true);
        }
    }
}
