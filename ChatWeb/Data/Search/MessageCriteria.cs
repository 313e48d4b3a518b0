namespace ChatWeb.Data.Search;

[Flags]
public enum MessageContent
{
    None = 0,

    /// <summary>An attachment of any type.</summary>
    File = 1,

    /// <summary>An attachment that is a picture.</summary>
    Image = 2,

    Link = 4,
}

/// <summary>What messages must be like to be found; all of it must fit.</summary>
public sealed record MessageCriteria
{
    public required Guid Reader { get; init; }

    /// <summary>Words and phrases as they were typed: plain text, whatever is in it.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Said by one of these; null is by anybody.</summary>
    public IReadOnlyList<Guid>? Senders { get; init; }

    /// <summary>Said in one of these rooms; null is in any that the reader may read.</summary>
    public IReadOnlyList<long>? Rooms { get; init; }

    public MessageContent Has { get; init; }

    public DateTimeOffset? From { get; init; }

    /// <summary>The first instant that is too late.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only messages with a smaller id.</summary>
    public long Below { get; init; } = long.MaxValue;

    /// <summary>The most messages to find.</summary>
    public required int Most { get; init; }

    /// <summary>Nothing can fit: a sender or a room was asked for that is not there, or a time that ends before it begins.</summary>
    public bool IsHopeless => Senders is { Count: 0 } || Rooms is { Count: 0 } || From >= Until;
}
