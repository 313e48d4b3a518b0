using System.Globalization;

namespace ChatWeb.Messages.Reactions;

/// <summary>What may stand for a reaction: one emoji, with its skin tone, as a flag, a keycap or joined of several (UTS #51).</summary>
internal static class Emoji
{
    /// <summary>
    /// In UTF-16 units. The longest that keyboards offer, two who kiss with their skin tones, takes 15; a family of four
    /// with theirs, which the standard allows, takes 19.
    /// </summary>
    public const int MaxLength = 32;

    private const int Joiner = 0x200D;
    private const int AsPicture = 0xFE0F;
    private const int Keycap = 0x20E3;
    private const int TagEnd = 0xE007F;

    /// <summary>
    /// The emoji as it is stored, null for what is none. Keyboards differ in whether they send U+FE0F after a single one:
    /// it stands where the emoji would be text without it, so that one emoji is one reaction.
    /// </summary>
    public static string? Of(string text)
    {
        if (text.Length is 0 or > MaxLength || StringInfo.GetNextTextElementLength(text) != text.Length)
        {
            return null;
        }

        int[] runes = [.. text.EnumerateRunes().Select(rune => rune.Value)]; // half a pair of surrogates becomes U+FFFD, which is none
        return IsSingle(runes) ? char.ConvertFromUtf32(runes[0]) + (EmojiRanges.IsText(runes[0]) ? "\uFE0F" : "")
            : IsFlag(runes) || IsKeycap(runes) || IsSequence(runes) ? text
            : null;
    }

    private static bool IsFlag(int[] runes) => runes.Length == 2 && Array.TrueForAll(runes, rune => rune is >= 0x1F1E6 and <= 0x1F1FF);

    private static bool IsKeycap(int[] runes) => runes is [(>= '0' and <= '9') or '#' or '*', AsPicture, Keycap];

    private static bool IsSingle(int[] runes) => IsBase(runes[0]) && (runes.Length == 1 || (runes.Length == 2 && runes[1] == AsPicture));

    /// <summary>One or more, joined; each with a skin tone, U+FE0F or (the flags of regions) tags.</summary>
    private static bool IsSequence(ReadOnlySpan<int> runes)
    {
        while (!runes.IsEmpty && IsBase(runes[0]))
        {
            runes = runes[1..];
            runes = runes[Marks(runes)..];
            if (runes.IsEmpty)
            {
                return true;
            }

            if (runes[0] != Joiner)
            {
                return false;
            }

            runes = runes[1..];
        }

        return false;
    }

    /// <summary>How many code points belong to the emoji before them.</summary>
    private static int Marks(ReadOnlySpan<int> runes)
    {
        if (!runes.IsEmpty && runes[0] is AsPicture or (>= 0x1F3FB and <= 0x1F3FF))
        {
            return 1;
        }

        var tags = 0;
        while (tags < runes.Length && runes[tags] is >= 0xE0020 and < TagEnd)
        {
            tags++;
        }

        return tags > 0 && tags < runes.Length && runes[tags] == TagEnd ? tags + 1 : 0;
    }

    private static bool IsBase(int rune) => EmojiRanges.IsPicture(rune) || EmojiRanges.IsText(rune);
}
