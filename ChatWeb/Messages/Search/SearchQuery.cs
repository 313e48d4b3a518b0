using ChatWeb.Data.Search;

namespace ChatWeb.Messages.Search;

/// <summary>What somebody typed into the search, taken apart.</summary>
public sealed record SearchQuery
{
    /// <summary>Words and quoted phrases; each must occur.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Names of senders; one of them said it.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Names of rooms; it was said in one of them.</summary>
    public IReadOnlyList<string> In { get; init; } = [];

    public MessageContent Has { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly? After { get; init; }

    /// <summary>The first day that is too late.</summary>
    public DateOnly? Before { get; init; }

    public bool IsEmpty => this is { Texts.Count: 0, From.Count: 0, In.Count: 0, Has: MessageContent.None, After: null, Before: null };
}
