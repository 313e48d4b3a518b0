namespace ChatWeb.Streaming.Signals;

/// <summary>Somebody in a room.</summary>
public sealed record PersonHere(Guid UserUuid, string UserName);

/// <summary>Somebody who is typing.</summary>
/// <param name="StartedAt">Since when, without a pause.</param>
public sealed record Typist(Guid UserUuid, string UserName, DateTimeOffset StartedAt);

/// <summary>Everybody who is typing in a room now; an empty list when nobody does any more.</summary>
public sealed record TypingData(long RoomId, DateTimeOffset Timestamp, IReadOnlyList<Typist> Users)
{
    public const string Name = "typing";

    public string Type => Name;
}

/// <summary>Who is in a room now.</summary>
/// <param name="Online">The first by name, at most <see cref="RoomPresence.MaxListed"/>.</param>
/// <param name="Count">How many there are.</param>
public sealed record PresenceData(long RoomId, DateTimeOffset Timestamp, IReadOnlyList<PersonHere> Online, int Count)
{
    public const string Name = "presence";

    public string Type => Name;
}

/// <summary>A member has read up to this message number.</summary>
public sealed record ReadReceiptData(long RoomId, DateTimeOffset Timestamp, Guid UserUuid, long Number)
{
    public const string Name = "read_receipt";

    public string Type => Name;
}
