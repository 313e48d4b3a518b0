namespace ChatWeb.Rooms;

/// <summary>A room as one reader sees it; on the wire in snake_case.</summary>
/// <param name="Kind"><c>public</c> or <c>private</c>.</param>
/// <param name="Head">The sequence of the newest durable change.</param>
/// <param name="LastNumber">The number of the newest message.</param>
/// <param name="LastReadNumber">How far the reader has read; 0 for somebody who is no member.</param>
/// <param name="UnreadCount">0 for somebody who is no member.</param>
public sealed record RoomView(
    long Id,
    string Name,
    string Topic,
    string Kind,
    long Head,
    long LastNumber,
    long LastReadNumber,
    long UnreadCount,
    long MentionCount,
    DateTimeOffset? LastMessageAt,
    bool Member,
    int MemberCount);

/// <summary>A member of a room as others see them.</summary>
public sealed record MemberView(Guid UserUuid, string UserName, RoomRole Role, long LastReadNumber);
