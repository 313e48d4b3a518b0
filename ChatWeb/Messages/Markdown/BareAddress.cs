using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ChatWeb.Messages.Markdown;

/// <summary>Finds where an address ends that stands in a sentence without brackets.</summary>
internal static class BareAddress
{
    private static readonly SearchValues<char> Breaks = SearchValues.Create(" \t\n\r<>\"`|\\^{}");

    /// <summary>After these, letters that have no case can belong to the address: <c>/wiki/한국</c>.</summary>
    private const string Joints = "/=-_.#?&:+~%";

    /// <summary>What follows an address with a slash at its end in a Korean sentence, and names no page.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Particles = FrozenSet.ToFrozenSet(
    [
        "에서", "에서는", "에서도", "에", "에는", "에도", "로", "으로", "를", "을", "은", "는", "이", "가", "와", "과", "의", "도",
        "만", "랑", "이랑", "부터", "까지", "입니다", "이에요", "예요", "에요", "이고", "라고", "이라고", "인데",
    ]).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The length of the address that a text begins with.</summary>
    public static int LengthOf(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(Breaks);
        var address = end < 0 ? text : text[..end];
        return WithoutPunctuation(address[..WithoutSentence(address)]);
    }

    /// <summary>Ends before a sentence that goes on without a space (<c>https://example.org에서</c>), or its quotation mark.</summary>
    private static int WithoutSentence(ReadOnlySpan<char> address)
    {
        for (var i = 0; i < address.Length;)
        {
            if (char.IsAscii(address[i]))
            {
                i++;
                continue;
            }

            var run = RunOf(address[i..]);
            if (run > 0 && (i == 0 || !Joints.Contains(address[i - 1]) || (address[i - 1] == '/' && Particles.Contains(address.Slice(i, run)))))
            {
                return i;
            }

            if (run == 0)
            {
                Rune.DecodeFromUtf16(address[i..], out var rune, out run);
                if (!Rune.IsLetterOrDigit(rune) && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.NonSpacingMark)
                {
                    return i;
                }
            }

            i += run;
        }

        return address.Length;
    }

    /// <summary>How many letters without case (Hangul, Han, Kana …) a text begins with, in characters.</summary>
    private static int RunOf(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (Rune.DecodeFromUtf16(text[length..], out var rune, out var width) == OperationStatus.Done
            && Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter)
        {
            length += width;
        }

        return length;
    }

    /// <summary>Leaves a full stop, a comma or a bracket to the sentence, but brackets that the address opened itself.</summary>
    private static int WithoutPunctuation(ReadOnlySpan<char> address)
    {
        var (round, square) = (Excess(address, '(', ')'), Excess(address, '[', ']'));
        var length = address.Length;
        for (; length > 0; length--)
        {
            var last = address[length - 1];
            if (last == ')' ? round-- <= 0 : last == ']' ? square-- <= 0 : !"?!.,:;*_~'([".Contains(last))
            {
                break;
            }
        }

        return length;
    }

    private static int Excess(ReadOnlySpan<char> text, char opening, char closing) => text.Count(closing) - text.Count(opening);
}
