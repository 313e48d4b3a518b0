using System.Globalization;
using ChatWeb.Rooms;

namespace ChatWeb.Messages.Search;

/// <summary>Where the search's page is, and where its hits are.</summary>
public static class SearchAddress
{
    /// <summary>The search as it begins in a room.</summary>
    public static string In(RoomView room) => $"/search?q={Uri.EscapeDataString($"in:\"{room.Name.Replace('"', ' ')}\" ")}";

    public static string Of(string query, SearchSort sort, string? timeZone, string? cursor = null)
    {
        var order = sort == SearchSort.Relevance ? "&sort=relevance" : "";
        var zone = string.IsNullOrEmpty(timeZone) ? "" : $"&tz={Uri.EscapeDataString(timeZone)}";
        return $"/search?q={Uri.EscapeDataString(query)}{order}{zone}{(cursor is null ? "" : $"&cursor={cursor}")}";
    }

    /// <summary>The talk around a message.</summary>
    public static string Place(MessageView message) =>
        string.Create(CultureInfo.InvariantCulture, $"/rooms/{message.RoomId}?around={message.Id}#message-{message.Id}");
}
