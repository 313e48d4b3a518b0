using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatWeb.Streaming;

/// <summary>That a room's log has grown to a sequence. A hint: hubs read what they miss themselves.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">The newest sequence.</param>
/// <param name="PublishedAt">When its publishing began, for the meters; null when nobody knows.</param>
/// <param name="Entry">The event at that sequence, when it is short enough to come along: hubs that need no other read nothing.</param>
public readonly record struct RoomWakeUp(long RoomId, long Seq, DateTimeOffset? PublishedAt = null, BroadcastEntry? Entry = null)
{
    /// <summary>Bytes of JSON that may come along; most messages are a tenth of it. Longer ones are read by those who have listeners.</summary>
    public const int MaxEntryBytes = 8 * 1024;
}

/// <summary>What processes tell each other besides wake-ups. Any of it may be lost; what matters is found in the database too.</summary>
[JsonDerivedType(typeof(TypingSignal), "typing")]
[JsonDerivedType(typeof(ReadSignal), "read")]
[JsonDerivedType(typeof(MembershipSignal), "membership")]
[JsonDerivedType(typeof(RevocationSignal), "revocation")]
[JsonDerivedType(typeof(RoomClosedSignal), "room_closed")]
[JsonDerivedType(typeof(UserSignal), "user")]
[JsonDerivedType(typeof(MentionSignal), "mention")]
[JsonDerivedType(typeof(MentionsGoneSignal), "mentions_gone")]
[JsonDerivedType(typeof(PresenceSignal), "presence")]
[JsonDerivedType(typeof(NodeStoppedSignal), "node_stopped")]
public abstract record BusSignal;

/// <summary>Somebody types in a room, or (without a time) does not any more.</summary>
public sealed record TypingSignal(long RoomId, Guid UserId, string Name, DateTimeOffset? StartedAt) : BusSignal;

/// <summary>A member has read a room up to this message number.</summary>
public sealed record ReadSignal(long RoomId, Guid UserId, long Number) : BusSignal;

/// <summary>A user became a member of a room, or is none any more.</summary>
public sealed record MembershipSignal(long RoomId, Guid UserId, bool Joined) : BusSignal;

/// <summary>A session of a user ended, or (without one) all of them.</summary>
public sealed record RevocationSignal(Guid UserId, Guid? SessionId) : BusSignal;

/// <summary>A room is no more, or closed to everybody.</summary>
public sealed record RoomClosedSignal(long RoomId) : BusSignal;

/// <summary>An event for a user's own streams.</summary>
/// <param name="Name">Its type on the wire, as in <paramref name="Data"/>.</param>
/// <param name="Data">The event's data.</param>
public sealed record UserSignal(Guid UserId, string Name, JsonElement Data) : BusSignal;

/// <summary>Somebody named members of a room.</summary>
/// <param name="UserIds">Who; null for everybody in the room.</param>
/// <param name="SenderId">Who said it, and is not told of it.</param>
/// <param name="Message">The message as it is on the wire.</param>
/// <param name="But">Who was told before; null for nobody.</param>
public sealed record MentionSignal(long RoomId, Guid SenderId, IReadOnlyList<Guid>? UserIds, JsonElement Message, IReadOnlyList<Guid>? But = null) : BusSignal;

/// <summary>A message does not name members of its room any more.</summary>
/// <param name="UserIds">Whom; null for everybody in the room.</param>
public sealed record MentionsGoneSignal(long RoomId, IReadOnlyList<Guid>? UserIds) : BusSignal;
