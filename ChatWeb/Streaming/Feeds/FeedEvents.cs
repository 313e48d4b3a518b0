using System.Text.Json;

namespace ChatWeb.Streaming.Feeds;

/// <summary>The first event of a user's own stream.</summary>
/// <param name="RetryMs">How long a client waits before it reconnects, in milliseconds.</param>
/// <param name="HeartbeatSeconds">How often the stream says something at least.</param>
internal sealed record MeAck(string Type, Guid UserUuid, DateTimeOffset ServerTime, int RetryMs, double HeartbeatSeconds);

/// <summary>How much of a room the user has not read.</summary>
internal sealed record UnreadEvent(string Type, long RoomId, long UnreadCount, long MentionCount, DateTimeOffset Timestamp)
{
    public const string Name = "unread";
}

/// <summary>The end of the state that a stream begins with: the user belongs to these rooms and to no other.</summary>
/// <remarks>Rooms that went while no stream was open are told by no event of their own.</remarks>
internal sealed record RoomsEvent(string Type, IReadOnlyCollection<long> RoomIds, DateTimeOffset Timestamp)
{
    public const string Name = "rooms";
}

/// <summary>The user belongs to one room more.</summary>
/// <param name="Room">The room as <c>GET /api/chat/rooms</c> shows it.</param>
internal sealed record RoomAddedEvent(string Type, long RoomId, JsonElement Room, DateTimeOffset Timestamp)
{
    public const string Name = "room_added";
}

/// <summary>The user belongs to that room no more, or it is gone.</summary>
internal sealed record RoomRemovedEvent(string Type, long RoomId, DateTimeOffset Timestamp)
{
    public const string Name = "room_removed";
}

/// <summary>Somebody named the user.</summary>
/// <param name="Message">The message, as in <c>new_message</c>.</param>
internal sealed record MentionEvent(string Type, long RoomId, JsonElement Message, DateTimeOffset Timestamp)
{
    public const string Name = "mention";
}

/// <summary>A sentence for the user alone.</summary>
internal sealed record NoticeEvent(string Type, string Text, DateTimeOffset Timestamp)
{
    public const string Name = "notice";
}
