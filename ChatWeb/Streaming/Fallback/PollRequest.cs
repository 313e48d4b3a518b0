using System.Globalization;
using ChatWeb.Http;

namespace ChatWeb.Streaming.Fallback;

/// <summary>What a poll asks for.</summary>
/// <param name="After">The last sequence that the client has.</param>
/// <param name="WaitSeconds">How long the answer may wait for an event; 0 for not at all.</param>
/// <param name="AsHtml">Fragments for the page in place of the events' data.</param>
internal readonly record struct PollRequest(long After, int WaitSeconds, bool AsHtml)
{
    /// <summary>Proxies give up after about a minute.</summary>
    private const int LongestWait = 60;

    /// <exception cref="ProblemException">400: <c>after</c> is missing or no whole number from 0 up, or <c>wait</c> is none from 0 to 60.</exception>
    public static PollRequest Of(HttpRequest request)
    {
        if (!long.TryParse(request.Query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            throw Invalid("after", "after must be a whole number from 0 up: the last sequence you have.");
        }

        var wait = 0;
        if (request.Query.TryGetValue("wait", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out wait) || wait > LongestWait))
        {
            throw Invalid("wait", string.Create(CultureInfo.InvariantCulture, $"wait must be a whole number of seconds from 0 to {LongestWait}."));
        }

        return new PollRequest(after, wait, request.Query["format"] == "html");
    }

    private static ProblemException Invalid(string field, string sentence) =>
        new(StatusCodes.Status400BadRequest, $"invalid-{field}", sentence, field);
}
