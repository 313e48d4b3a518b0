using ChatWeb.Http;

namespace ChatWeb.Tests.Accounts;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("Ada", TextFault.None)]
    [InlineData("  김하늘  ", TextFault.None)]
    [InlineData("👩‍👩‍👧", TextFault.None)]
    [InlineData(null, TextFault.Blank)]
    [InlineData("", TextFault.Blank)]
    [InlineData(" \t ", TextFault.Blank)]
    [InlineData("\u200b\u200d", TextFault.Blank)]
    [InlineData("\u3164", TextFault.Blank)]
    [InlineData("\u2800", TextFault.Blank)]
    [InlineData("a\u202eb", TextFault.Bidirectional)]
    [InlineData("a\u2067b", TextFault.Bidirectional)]
    [InlineData("a\u200fb", TextFault.Bidirectional)]
    [InlineData("a\u061cb", TextFault.Bidirectional)]
    [InlineData("a\0b", TextFault.Malformed)]
    [InlineData("a\nb", TextFault.Malformed)]
    [InlineData("a\u0085b", TextFault.Malformed)]
    public void A_text_on_one_line_is_judged_by_what_people_would_see(string? text, TextFault expected) =>
        Assert.Equal(expected, VisibleText.Check(text, 10, allowNewLines: false));

    // An attribute can't carry them: attributes are stored as UTF-8.
    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        Assert.Equal(TextFault.Malformed, VisibleText.Check("a" + '\ud83d', 10, allowNewLines: false));
        Assert.Equal(TextFault.Malformed, VisibleText.Check('\ude00' + "a", 10, allowNewLines: true));
    }

    [Theory]
    [InlineData(10, TextFault.None)]
    [InlineData(11, TextFault.TooLong)]
    public void Length_is_counted_in_code_points(int emoji, TextFault expected) =>
        Assert.Equal(expected, VisibleText.Check(string.Concat(Enumerable.Repeat("😀", emoji)), 10, allowNewLines: false));

    [Fact]
    public void A_message_may_have_lines_and_direction_but_no_NUL()
    {
        Assert.Equal(TextFault.None, VisibleText.Check("one\ntwo\t\u200f", 100, allowNewLines: true));
        Assert.Equal(TextFault.Malformed, VisibleText.Check("one\0", 100, allowNewLines: true));
    }
}
