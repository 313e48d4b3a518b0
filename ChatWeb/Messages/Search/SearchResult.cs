namespace ChatWeb.Messages.Search;

/// <summary>Messages that were found.</summary>
/// <param name="Next">The cursor of what follows, also when <paramref name="Results"/> is empty: the search took its time and goes on there. Null at the end.</param>
public sealed record SearchPage(IReadOnlyList<SearchResult> Results, string? Next);

/// <summary>One of them, with what stands around it.</summary>
/// <param name="Excerpt">What it says around the hits, without marks; empty for a message without words.</param>
/// <param name="Before">The message before it in the room.</param>
/// <param name="After">The message after it.</param>
public sealed record SearchResult(
    MessageView Message,
    SearchRoom Room,
    IReadOnlyList<ExcerptPart> Excerpt,
    Quote? Before,
    Quote? After);

public sealed record SearchRoom(long Id, string Name, string Kind);

/// <param name="Hit">It is what was searched for.</param>
public sealed record ExcerptPart(string Text, bool Hit);
