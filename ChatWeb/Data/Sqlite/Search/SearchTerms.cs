using ChatWeb.Data.Search;

namespace ChatWeb.Data.Sqlite.Search;

/// <summary>
/// The terms under which text stands in the index, in its order. FTS5's own <c>trigram</c> can't find two Korean
/// syllables, and its word tokenizer no part of a word, so the terms are made here:
/// <list type="bullet">
/// <item>of a word its first two letters, then every three that follow each other: <c>deploy</c> is <c>de dep epl plo loy</c>;</item>
/// <item>of Korean, Chinese and Japanese every two characters that follow each other: <c>안녕하세요</c> is <c>안녕 녕하 하세 세요</c>;</item>
/// <item>a sign (an emoji) by itself.</item>
/// </list>
/// A phrase of such terms is a part of a text. Besides them stand facts, told apart by a mark that is in no term of
/// text: who said it, where, when, with what, and single characters of dense scripts.
/// </summary>
internal static class SearchTerms
{
    /// <summary>Neither a letter nor a symbol of text, and no separator for FTS5's <c>ascii</c> tokenizer.</summary>
    private const string FactMark = "¤";

    private const int Pair = 2;
    private const int Triple = 3;

    public static string Fact(string name) => FactMark + name;

    /// <summary>All terms of a text, in order.</summary>
    public static void AddText(List<string> terms, string folded)
    {
        foreach (var run in TextRun.Of(folded))
        {
            AddRun(terms, run, isBeginning: false);
        }

        terms.AddRange(folded.Where(SearchText.IsDense).Distinct().Select(c => Fact(c.ToString())));
    }

    /// <summary>What a text must have to contain this word or phrase: all of these phrases.</summary>
    public static IEnumerable<string[]> PhrasesOf(string folded)
    {
        var phrase = new List<string>();
        foreach (var run in TextRun.Of(folded))
        {
            if (run is { Kind: RunKind.Dense, Text.Length: 1 })
            {
                // It may be a part of any pair: its neighbours can't be told.
                if (phrase.Count > 0)
                {
                    yield return [.. phrase];
                    phrase.Clear();
                }

                yield return [Fact(run.Text)];
                continue;
            }

            AddRun(phrase, run, isBeginning: phrase.Count == 0);
        }

        if (phrase.Count > 0)
        {
            yield return [.. phrase];
        }
    }

    /// <param name="isBeginning">A phrase may begin in the middle of a word.</param>
    private static void AddRun(List<string> terms, TextRun run, bool isBeginning)
    {
        var text = run.Text;
        if (run.Kind == RunKind.Sign || text.Length == 1)
        {
            terms.Add(text);
            return;
        }

        if (run.Kind == RunKind.Word && (!isBeginning || text.Length == Pair))
        {
            terms.Add(text[..Pair]);
        }

        var size = run.Kind == RunKind.Dense ? Pair : Triple;
        for (var i = 0; i + size <= text.Length; i++)
        {
            terms.Add(text.Substring(i, size));
        }
    }
}
