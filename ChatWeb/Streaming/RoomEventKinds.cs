namespace ChatWeb.Streaming;

/// <summary>The names of durable changes on the wire.</summary>
public static class RoomEventKinds
{
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
