using ChatWeb.Http;

namespace ChatWeb.Streaming.Feeds;

/// <summary>What a stream for other programs carries.</summary>
[Flags]
internal enum EventChannels
{
    None = 0,
    Chat = 1,
    Votes = 2,
    Ai = 4,
    Seats = 8,
    All = Chat | Votes | Ai | Seats,
}

/// <summary>The channels' names, and what belongs to which.</summary>
internal static class EventChannelNames
{
    public static IReadOnlyDictionary<string, EventChannels> ByName { get; } = new Dictionary<string, EventChannels>
    {
        ["chat"] = EventChannels.Chat,
        ["votes"] = EventChannels.Votes,
        ["ai"] = EventChannels.Ai,
        ["seats"] = EventChannels.Seats,
    };

    public static IReadOnlyList<string> Names(this EventChannels channels) =>
        [.. ByName.Where(pair => channels.HasFlag(pair.Value)).Select(pair => pair.Key)];

    /// <exception cref="ProblemException">400: none, or one that there is not.</exception>
    public static EventChannels Parse(IEnumerable<string?> names)
    {
        var channels = EventChannels.None;
        foreach (var name in names)
        {
            channels |= name is not null && ByName.TryGetValue(name, out var channel) ? channel : throw Unknown();
        }

        return channels == EventChannels.None ? throw Unknown() : channels;
    }

    /// <exception cref="ProblemException">400: none, or one that there is not.</exception>
    public static EventChannels Parse(string names) => Parse(names.Split(',', StringSplitOptions.TrimEntries));

    public static ProblemException Unknown() =>
        new(StatusCodes.Status400BadRequest, "invalid-channels", "channels must name one or more of chat, votes, ai and seats.", "channels");

    /// <summary>The channel of a durable change.</summary>
    public static EventChannels Channel(this RoomEventKind kind) => kind switch
    {
        RoomEventKind.VoteUpdate => EventChannels.Votes,
        RoomEventKind.SeatStatusChange => EventChannels.Seats,
        _ => EventChannels.Chat,
    };

    /// <summary>The channel of a signal; none for what is meant for people who look at the room.</summary>
    public static EventChannels Channel(this RoomSignal signal) => signal.Name switch
    {
        "typing" => EventChannels.Chat,
        "ai_response" or "ai_complete" or "exp_updated" => EventChannels.Ai,
        _ => EventChannels.None,
    };
}
