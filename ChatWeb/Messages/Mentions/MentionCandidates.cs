using ChatWeb.Accounts;

namespace ChatWeb.Messages.Mentions;

/// <summary>Gathers what a message may name, to be looked up among the members in one go.</summary>
internal sealed class MentionCandidates : MentionReader
{
    /// <summary>In UTF-16 units.</summary>
    private const int LongestName = 2 * DisplayNames.MaxLength;

    /// <summary>Names tried for one @, from the shortest on; people's names have few words.</summary>
    private const int PerPlace = 16;

    private readonly List<IReadOnlyList<string>> _places = [];

    /// <summary>What stands after each @ of a message, as every name that it may be, the shortest first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(string body)
    {
        var candidates = new MentionCandidates();
        MarkdownRenderer.Read(body, candidates);
        return candidates._places;
    }

    public override MentionName? Read(ReadOnlySpan<char> text)
    {
        var names = new List<string>();
        var longest = Math.Min(text.Length, LongestName);
        for (var length = 1; length <= longest && names.Count < PerPlace; length++)
        {
            if (!char.IsWhiteSpace(text[length - 1]) && MentionEnds.IsEnd(text, length))
            {
                names.Add(text[..length].ToString());
            }
        }

        if (names.Count > 0)
        {
            _places.Add(names);
        }

        return null;
    }
}
