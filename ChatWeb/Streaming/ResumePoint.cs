using System.Globalization;
using ChatWeb.Http;

namespace ChatWeb.Streaming;

/// <summary>Where a client wants to go on: after a sequence, after a message, or (neither) from now on.</summary>
internal readonly record struct ResumePoint(long? Seq, long? MessageId)
{
    /// <summary>
    /// Reads <c>Last-Event-ID</c>, <c>last_event_id</c>, <c>last_message_id</c>; the first that is there counts.
    /// </summary>
    /// <exception cref="ProblemException">400: it is no whole number from 0 up.</exception>
    public static ResumePoint Of(HttpRequest request)
    {
        if (Text(request.Headers["Last-Event-ID"]) is { } header)
        {
            return new ResumePoint(Number(header, "Last-Event-ID"), null);
        }

        if (Text(request.Query["last_event_id"]) is { } query)
        {
            return new ResumePoint(Number(query, "last_event_id"), null);
        }

        return Text(request.Query["last_message_id"]) is { } message
            ? new ResumePoint(null, Number(message, "last_message_id"))
            : default;
    }

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static long Number(string text, string name) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ProblemException(400, "invalid-resume-point", $"{name} must be a whole number from 0 up.", name);
}
