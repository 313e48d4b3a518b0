using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatWeb.Data.Search;

/// <summary>How text is compared when it is searched.</summary>
public static partial class SearchText
{
    /// <summary>Composed (NFC) and in lower case. Composed text keeps its length.</summary>
    public static string Fold(string text) => text.Normalize(NormalizationForm.FormC).ToLowerInvariant();

    /// <summary>Whether the text names an address on the web.</summary>
    public static bool HasLink(string text) => Link().IsMatch(text);

    /// <summary>Letters, digits and what belongs to them; neither scripts without spaces nor signs.</summary>
    public static bool IsWord(char c) => !IsDense(c) && char.GetUnicodeCategory(c)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Accents and vowel signs, which go on a word; variation selectors, which choose a picture, do not.</summary>
    public static bool IsMark(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark && c is not (>= '\uFE00' and <= '\uFE0F');

    /// <summary>Korean, Chinese and Japanese: a character says much, and words are put together or take endings without a space.</summary>
    public static bool IsDense(char c) => c
        is (>= '\uAC00' and <= '\uD7A3') // Hangul syllables
        or (>= '\u3130' and <= '\u318F') or (>= '\u1100' and <= '\u11FF') or (>= '\uA960' and <= '\uA97F') or (>= '\uD7B0' and <= '\uD7FF') // jamo
        or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') // Han
        or (>= '\u3040' and <= '\u30FF') or (>= '\u31F0' and <= '\u31FF'); // kana

    [GeneratedRegex(@"\bhttps?://[^\s/]|\bwww\.[^\s.]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
