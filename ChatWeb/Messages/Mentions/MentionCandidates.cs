using ChatWeb.Accounts;

namespace ChatWeb.Messages.Mentions;

/// <summary>A name that an @ may mean.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Key">As it is looked for.</param>
/// <param name="Word">The word for a group that it is instead of a name, if it is one.</param>
internal readonly record struct MentionCandidate(string Text, string Key, string? Word);

/// <summary>Gathers what a message may name, to be looked up among the members in one go.</summary>
internal sealed class MentionCandidates : MentionReader
{
    /// <summary>Every @ costs time; text with more of them is no message to people.</summary>
    private const int MostPlaces = 500;

    /// <summary>Names looked up for one message while everybody else who writes waits: with sixteen for each of 62 places where names differ.</summary>
    private const int MostKeys = 1_000;

    /// <summary>In UTF-16 units.</summary>
    private const int LongestName = 2 * DisplayNames.MaxLength;

    /// <summary>Names tried for one @, from the shortest on; people's names have few words.</summary>
    private const int PerPlace = 16;

    private readonly List<IReadOnlyList<MentionCandidate>> _places = [];
    private readonly HashSet<string> _keys = [];

    private MentionCandidates()
    {
    }

    /// <summary>What stands after each @, as every name that it may be, the shortest first.</summary>
    public IReadOnlyList<IReadOnlyList<MentionCandidate>> Places => _places;

    /// <summary>All names to be looked up, each once.</summary>
    public IReadOnlyCollection<string> Keys => _keys;

    /// <summary>More than one message may name; then not all of them were gathered.</summary>
    public bool AreTooMany => _places.Count > MostPlaces || _keys.Count > MostKeys;

    public static MentionCandidates Of(string body)
    {
        var candidates = new MentionCandidates();
        if (body.Contains('@', StringComparison.Ordinal))
        {
            MarkdownRenderer.Read(body, candidates);
        }

        return candidates;
    }

    /// <summary>Whether a group may be meant.</summary>
    public bool Have(string word) => _places.Exists(names => names.Any(name => name.Word == word));

    public override MentionName? Read(ReadOnlySpan<char> text)
    {
        if (AreTooMany)
        {
            return null;
        }

        var names = new List<MentionCandidate>();
        var longest = Math.Min(text.Length, LongestName);
        for (var length = 1; length <= longest && names.Count < PerPlace; length++)
        {
            if (!char.IsWhiteSpace(text[length - 1]) && MentionEnds.IsEnd(text, length))
            {
                names.Add(Of(text[..length]));
            }
        }

        if (names.Count > 0)
        {
            _places.Add(names);
        }

        return null;
    }

    private MentionCandidate Of(ReadOnlySpan<char> name)
    {
        var text = name.ToString();
        var (key, word) = (NameKeys.Of(text), MentionWords.Of(text));
        if (word is null)
        {
            _keys.Add(key);
        }

        return new MentionCandidate(text, key, word);
    }
}
