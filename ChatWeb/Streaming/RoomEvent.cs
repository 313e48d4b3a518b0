namespace ChatWeb.Streaming;

/// <summary>The durable changes of a room. The numbers are stored: add, never renumber.</summary>
public enum RoomEventKind
{
    NewMessage = 1,
    MessageUpdated = 2,
    MessageDeleted = 3,
    ReactionUpdated = 4,
    MemberJoined = 5,
    MemberLeft = 6,
    VoteUpdate = 7,
    SeatStatusChange = 8,
}

/// <summary>
/// One line of a room's log: that something changed, in which place of the sequence, and what to read to say it.
/// It holds no content of its own, so a replay always tells the present state.
/// </summary>
public sealed class RoomEvent
{
    public long RoomId { get; set; }

    /// <summary>Its place in the room's sequence: 1, 2, 3 … without gaps.</summary>
    public long Seq { get; set; }

    public RoomEventKind Kind { get; set; }

    /// <summary>The message, poll or seat that changed; 0 where <see cref="UserId"/> says it all.</summary>
    public long EntityId { get; set; }

    /// <summary>Whose doing it was, or who joined or left.</summary>
    public Guid? UserId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
