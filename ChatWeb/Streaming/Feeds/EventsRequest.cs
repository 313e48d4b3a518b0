using System.Globalization;
using System.Text;
using ChatWeb.Http;

namespace ChatWeb.Streaming.Feeds;

/// <summary>What a program asks of a stream of many rooms.</summary>
/// <param name="ClientId">Under which name it can be changed while it is open; null for none.</param>
/// <param name="Channels">What it carries.</param>
/// <param name="Rooms">The rooms it names; null for all that the caller belongs to.</param>
/// <param name="From">How far the client has the rooms' logs; null for from now on.</param>
internal sealed record EventsRequest(string? ClientId, EventChannels Channels, IReadOnlySet<long>? Rooms, RoomPositions? From)
{
    private const int MaxClientId = 100;

    /// <param name="request">The request.</param>
    /// <param name="single">The one channel of this address; null when the request names them.</param>
    /// <exception cref="ProblemException">400: something in it is malformed; the sentence says what.</exception>
    public static EventsRequest Of(HttpRequest request, EventChannels? single) =>
        new(ClientIdOf(request.Query["client_id"]), ChannelsOf(request.Query["channels"], single), RoomsOf(request.Query["rooms"]), FromOf(request));

    /// <summary>Whether the text can be a client's name: 1 to 100 visible characters that fit into a path.</summary>
    public static bool IsClientId(string text) =>
        text.Length is > 0 and <= MaxClientId * 2
        && text.IndexOf('/', StringComparison.Ordinal) < 0
        && text is not ("." or "..")
        && text.EnumerateRunes().Count() <= MaxClientId
        && text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && !Rune.IsWhiteSpace(rune)
            && VisibleText.Check(rune.ToString(), 1, allowNewLines: false) == TextFault.None);

    private static string? ClientIdOf(string? text) =>
        text is null || IsClientId(text)
            ? text
            : throw Bad("invalid-client-id", "client_id must be 1 to 100 visible characters, none of them a slash.", "client_id");

    private static EventChannels ChannelsOf(string? text, EventChannels? single)
    {
        var named = text is null ? single ?? EventChannels.All : EventChannelNames.Parse(text);
        return single is null || named == single
            ? named
            : throw Bad("invalid-channels", "This address carries one channel; ask /sse/events for others.", "channels");
    }

    private static HashSet<long>? RoomsOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var rooms = new HashSet<long>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            rooms.Add(long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id
                : throw Bad("invalid-rooms", "rooms must be the ids of rooms, separated by commas.", "rooms"));
        }

        return rooms.Count <= RoomPositions.MaxRooms ? rooms : throw TooManyRooms();
    }

    public static ProblemException TooManyRooms() => Bad(
        "too-many-rooms",
        string.Create(CultureInfo.InvariantCulture, $"A stream carries at most {RoomPositions.MaxRooms} rooms: name those you want with rooms=1,2."),
        "rooms");

    private static RoomPositions? FromOf(HttpRequest request) =>
        FromOf(request.Headers["Last-Event-ID"], "Last-Event-ID") ?? FromOf(request.Query["last_event_id"], "last_event_id");

    private static RoomPositions? FromOf(string? text, string name) =>
        string.IsNullOrEmpty(text) ? null
        : RoomPositions.TryParse(text, out var positions) ? positions
        : throw Bad("invalid-resume-point", $"{name} must be the id of an event of such a stream.", name);

    private static ProblemException Bad(string type, string sentence, string field) =>
        new(StatusCodes.Status400BadRequest, type, sentence, field);
}
