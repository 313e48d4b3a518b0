namespace ChatWeb.Streaming;

/// <summary>What must be known of durable changes by their kind: above all their names on the wire.</summary>
public static class RoomEventKinds
{
    /// <summary>Whether a change of that kind takes back what was said of its message before.</summary>
    public static bool TakesBack(this RoomEventKind kind) => kind is RoomEventKind.MessageUpdated or RoomEventKind.MessageDeleted;

    public static string WireName(this RoomEventKind kind) => kind switch
    {
        RoomEventKind.NewMessage => "new_message",
        RoomEventKind.MessageUpdated => "message_updated",
        RoomEventKind.MessageDeleted => "message_deleted",
        RoomEventKind.ReactionUpdated => "reaction_updated",
        RoomEventKind.MemberJoined => "member_joined",
        RoomEventKind.MemberLeft => "member_left",
        RoomEventKind.VoteUpdate => "vote_update",
        RoomEventKind.SeatStatusChange => "seat_status_change",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No name on the wire."),
    };
}
