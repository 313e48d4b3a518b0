using ChatWeb.Data.Search;

namespace ChatWeb.Messages.Search;

/// <summary>Finds what was searched for in a text, to show and to weigh it.</summary>
internal sealed class Hits
{
    /// <summary>Shorter words are found at the beginning of words only, as by the index.</summary>
    private const int MinInside = 3;

    private readonly List<string[]> _wanted;

    public Hits(IEnumerable<string> texts) => _wanted = [.. texts
        .Select(SearchText.Fold)
        .Select(text => (string[])[text, .. TextRun.Of(text).Select(run => run.Text).Where(run => run != text)])];

    /// <summary>How many words and phrases are wanted.</summary>
    public int Count => _wanted.Count;

    /// <summary>The places of each wanted text; where it does not stand as it was typed, those of its words.</summary>
    /// <param name="folded">As <see cref="SearchText.Fold"/> makes it.</param>
    public IEnumerable<IReadOnlyList<Range>> In(string folded)
    {
        foreach (var forms in _wanted)
        {
            var whole = Places(folded, forms[0]).ToList();
            yield return whole.Count > 0 ? whole : forms.Skip(1).SelectMany(word => Places(folded, word)).ToList();
        }
    }

    private static IEnumerable<Range> Places(string folded, string wanted)
    {
        for (var at = folded.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(wanted, at + wanted.Length, StringComparison.Ordinal))
        {
            if (wanted.Length >= MinInside || !SearchText.IsWord(wanted[0]) || at == 0 || !SearchText.IsWord(folded[at - 1]))
            {
                yield return at..(at + wanted.Length);
            }
        }
    }
}
