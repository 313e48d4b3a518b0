using AngleSharp.Html.Parser;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Messages;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("**b** *i* ~~s~~ `c`", "<p><strong>b</strong> <em>i</em> <del>s</del> <code>c</code></p>")]
    [InlineData("one\ntwo", "<p>one<br />\ntwo</p>")]
    [InlineData("# not a heading", "<p># not a heading</p>")]
    [InlineData("a < b & c", "<p>a &lt; b &amp; c</p>")]
    public void What_people_type_becomes_plain_markup(string typed, string html) =>
        Assert.Equal(html, MarkdownRenderer.ToHtml(typed));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#115;cript:alert(1))")]
    [InlineData("[x](java\tscript:alert(1))")]
    [InlineData("[x]( javascript:alert(1))")]
    [InlineData("[x](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[x](vbscript:msgbox)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](http://example.org/pixel.png)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x][r]\n\n[r]: javascript:alert(1)")]
    [InlineData("[x](http://a.example/\"onmouseover=\"alert(1))")]
    [InlineData("`<b>`")]
    public void Nothing_that_people_type_becomes_live(string typed)
    {
        var document = new HtmlParser().ParseDocument(MarkdownRenderer.ToHtml(typed));

        Assert.Empty(document.QuerySelectorAll("script, img, svg, iframe, object, style, form, input"));
        foreach (var element in document.Body!.QuerySelectorAll("*"))
        {
            Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            var link = element.GetAttribute("href");
            Assert.True(
                link is null or "#" || link.StartsWith("http://", StringComparison.Ordinal) || link.StartsWith("https://", StringComparison.Ordinal),
                $"{typed} became a link to {link}");
        }
    }

    [Fact]
    public void Links_open_outside_and_tell_nothing()
    {
        var link = new HtmlParser().ParseDocument(MarkdownRenderer.ToHtml("see https://example.org/a?b=1&c=2")).QuerySelector("a")!;

        Assert.Equal("https://example.org/a?b=1&c=2", link.GetAttribute("href"));
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.Equal("noopener noreferrer nofollow", link.GetAttribute("rel"));
    }

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("*")]
    [InlineData("[")]
    [InlineData("`")]
    public void The_deepest_nesting_is_rendered_in_no_time(string piece)
    {
        var typed = string.Concat(Enumerable.Repeat(piece, 4_000 / piece.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.NotEmpty(MarkdownRenderer.ToHtml(typed));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"took {watch.Elapsed}");
    }
}
