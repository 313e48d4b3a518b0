using System.Globalization;
using System.Text;

namespace ChatWeb.Data.Search;

internal enum RunKind
{
    /// <summary>A word of letters and digits.</summary>
    Word,

    /// <summary>Characters of a script without spaces between words.</summary>
    Dense,

    /// <summary>One sign that means something by itself: an emoji.</summary>
    Sign,
}

/// <summary>Characters of one kind that stand together; all else (spaces, punctuation) only keeps them apart.</summary>
internal readonly record struct TextRun(RunKind Kind, string Text)
{
    public static IEnumerable<TextRun> Of(string folded)
    {
        var i = 0;
        while (i < folded.Length)
        {
            var start = i;
            if (SearchText.IsDense(folded[i]))
            {
                i = End(folded, i, SearchText.IsDense);
                yield return new(RunKind.Dense, folded[start..i]);
            }
            else if (SearchText.IsWord(folded[i]))
            {
                i = End(folded, i, c => SearchText.IsWord(c) || SearchText.IsMark(c));
                yield return new(RunKind.Word, folded[start..i]);
            }
            else
            {
                Rune.DecodeFromUtf16(folded.AsSpan(i), out var rune, out var length);
                i += length;
                if (IsSign(rune))
                {
                    yield return new(RunKind.Sign, folded[start..i]);
                }
            }
        }
    }

    private static int End(string text, int start, Func<char, bool> belongs)
    {
        var end = start + 1;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>Symbols, and every letter beyond the basic plane.</summary>
    private static bool IsSign(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol || (!rune.IsBmp && Rune.IsLetterOrDigit(rune));
}
