using System.Globalization;
using System.Text;

namespace ChatWeb.Http;

/// <summary>What is wrong with a text that people will see.</summary>
public enum TextFault
{
    None = 0,

    /// <summary>Nothing in it can be seen.</summary>
    Blank,

    TooLong,

    /// <summary>It is no valid Unicode (lone surrogates), or holds control characters.</summary>
    Malformed,

    /// <summary>It holds characters that turn the direction of what follows, with which one name can pose as another.</summary>
    Bidirectional,
}

/// <summary>The rule for every text that people type and others see.</summary>
public static class VisibleText
{
    /// <summary>
    /// Checks a text as it would be stored, trimmed. A text on one line (a name) allows no control and no direction
    /// characters; one of several lines (a message) allows all but NUL.
    /// </summary>
    public static TextFault Check(string? text, int maxCodePoints, bool allowNewLines)
    {
        var (count, visible) = (0, false);
        var fault = TextFault.None;
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return TextFault.Malformed;
            }

            if (rune.Value == 0 || (!allowNewLines && Rune.IsControl(rune)))
            {
                return TextFault.Malformed;
            }

            if (!allowNewLines && IsDirection(rune.Value))
            {
                fault = TextFault.Bidirectional;
            }

            visible |= IsVisible(rune);
            count++;
            rest = rest[length..];
        }

        return !visible ? TextFault.Blank
            : fault != TextFault.None ? fault
            : count > maxCodePoints ? TextFault.TooLong
            : TextFault.None;
    }

    /// <summary>Embeddings, overrides, isolates and marks of direction: Unicode Bidirectional Algorithm (UAX #9), 2.1 to 2.6.</summary>
    private static bool IsDirection(int codePoint) =>
        codePoint is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;

    /// <summary>Whether ink shows: no space, no control, no zero-width or filler character.</summary>
    private static bool IsVisible(Rune rune) =>
        !Rune.IsWhiteSpace(rune)
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.OtherNotAssigned);
}
