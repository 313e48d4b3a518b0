using ChatWeb.Http;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Rooms;

/// <summary>The rules for a room's name and topic. Lengths are in Unicode code points, after trimming.</summary>
public static class RoomNames
{
    public const int MaxLength = 80;

    public const int MaxTopicLength = 250;

    /// <summary>The name as it is stored.</summary>
    /// <exception cref="ProblemException">400: blank, too long, or with characters that can't be shown.</exception>
    internal static string Name(string? name, IStringLocalizer<RoomProblems> texts) =>
        VisibleText.Check(name, MaxLength, allowNewLines: false) switch
        {
            TextFault.None => name!.Trim(),
            TextFault.Blank => throw Refusal("name", texts["NameBlank"]),
            TextFault.TooLong => throw Refusal("name", texts["NameTooLong", MaxLength]),
            _ => throw Refusal("name", texts["NameMalformed"]),
        };

    /// <summary>The topic as it is stored; none is an empty one.</summary>
    /// <exception cref="ProblemException">400: too long, or with characters that can't be shown.</exception>
    internal static string Topic(string? topic, IStringLocalizer<RoomProblems> texts) =>
        VisibleText.Check(topic, MaxTopicLength, allowNewLines: false) switch
        {
            TextFault.None => topic!.Trim(),
            TextFault.Blank => "",
            TextFault.TooLong => throw Refusal("topic", texts["TopicTooLong", MaxTopicLength]),
            _ => throw Refusal("topic", texts["TopicMalformed"]),
        };

    private static ProblemException Refusal(string field, string sentence) =>
        new(StatusCodes.Status400BadRequest, $"invalid-{field}", sentence, field);
}
