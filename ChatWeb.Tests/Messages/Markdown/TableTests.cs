using AngleSharp.Html.Parser;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Messages.Markdown;

public sealed class TableTests
{
    [Fact]
    public void Lines_with_bars_below_a_head_are_a_table_that_scrolls_by_itself() =>
        Assert.Equal(
            "<p>Prices</p>\n<div class=\"table\"><table><tr><th>a</th><th class=\"center\">b</th><th class=\"end\">c</th></tr>"
            + "<tr><td><strong>1</strong></td><td class=\"center\"></td><td class=\"end\">3</td></tr></table></div>\n<p>after</p>",
            MarkdownRenderer.ToHtml("Prices\n| a | b | c |\n|:---|:-:|--:|\n| **1** | | 3 |\nafter"));

    [Theory]
    [InlineData("a|b\n-|-\n`x|y`|2\\|3", "x|y", "2|3")]
    [InlineData("a|b\n-|-\n|one||secret||two|", "onesecrettwo")]
    [InlineData("a|b\n-|-\n1 || 3", "1", "", "3")]
    [InlineData("a|b\n-|-\n|1|2|3|4|", "1", "2", "3", "4")]
    [InlineData("> a|b\n> -|-\n> 1|2", "1", "2")]
    [InlineData("- a|b\n  -|-\n  1|2", "1", "2")]
    public void Cells_are_what_stands_between_bars_that_are_no_text(string typed, params string[] cells) =>
        Assert.Equal(cells, new HtmlParser().ParseDocument(MarkdownRenderer.ToHtml(typed)).QuerySelectorAll("td").Select(cell => cell.TextContent));

    [Theory]
    [InlineData("a | b")]
    [InlineData("a\n-|-")]
    [InlineData("a|b\n---")]
    [InlineData("a|b|c\n-|-\n1|2|3")]
    [InlineData("a|b\n-|:\n1|2")]
    [InlineData("a|b\n\n-|-")]
    public void Bars_alone_make_no_table(string typed) =>
        Assert.DoesNotContain("<table", MarkdownRenderer.ToHtml(typed), StringComparison.Ordinal);
}
