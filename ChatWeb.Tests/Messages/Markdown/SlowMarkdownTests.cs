using System.Diagnostics;
using AngleSharp.Html.Parser;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Messages.Markdown;

public sealed class SlowMarkdownTests
{
    private const int Length = 4_000;

    /// <summary>
    /// The benchmark "render" measures it. What this guards against is time that grows with the square of the text and
    /// worse; a debug build beside other tests gets room.
    /// </summary>
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(750);

    public static TheoryData<string> Pieces =>
    [
        "[", "*", "a*", "*_", "|", ">", "> ", "- ", "+ ", "* 1. ", "`", "``a`", "![", "[](", "[](x", "[a](<", "||", "||a", "<", "&", "\\", "~a", "***a* ",
        "a|b\n-|-\n", "|\n", "- [ ] ", "```\n", "www.", "한www.", "https://a.b(", "1.\n", "[x]: \n", "*a](b)",
    ];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void The_longest_message_of_one_piece_is_rendered_in_no_time(string piece)
    {
        var plain = string.Concat(Enumerable.Repeat(piece, (Length / piece.Length) + 1))[..Length];
        foreach (var typed in (string[])[plain, "a|b\n-|-\n" + plain[..(Length - 8)], plain[..(Length / 2)] + string.Concat(Enumerable.Repeat("a|b\n", Length / 8))])
        {
            var best = Enumerable.Range(0, 3).Min(_ => TimeOf(typed));
            Assert.True(best < Enough, $"{typed[..20]} took {best.TotalMilliseconds:F0} ms");
        }
    }

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("*a ")]
    [InlineData("- ")]
    public void What_would_be_slow_is_shown_as_it_was_typed(string piece)
    {
        var typed = string.Concat(Enumerable.Repeat(piece, 2_000)).Trim();

        Assert.Equal(typed, new HtmlParser().ParseDocument(MarkdownRenderer.ToHtml(typed)).QuerySelector("body > p:only-child")?.TextContent);
    }

    [Fact]
    public void A_table_grows_no_further_than_what_was_typed()
    {
        var typed = $"{new string('|', 600)}\n{string.Concat(Enumerable.Repeat("|-", 599))}|\n{string.Concat(Enumerable.Repeat("|\n", 1_000))}";

        Assert.InRange(MarkdownRenderer.ToHtml(typed).Length, 1, 60_000);
    }

    private static TimeSpan TimeOf(string typed)
    {
        var start = Stopwatch.GetTimestamp();
        Assert.NotEmpty(MarkdownRenderer.ToHtml(typed));
        return Stopwatch.GetElapsedTime(start);
    }
}
