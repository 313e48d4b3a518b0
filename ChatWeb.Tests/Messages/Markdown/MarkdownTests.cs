using AngleSharp.Html.Parser;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Messages.Markdown;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("**b** *i* ~~s~~ `c`", "<p><strong>b</strong> <em>i</em> <del>s</del> <code>c</code></p>")]
    [InlineData("one\ntwo", "<p>one<br />\ntwo</p>")]
    [InlineData("# not a heading", "<p># not a heading</p>")]
    [InlineData("not one\n---", "<p>not one<br />\n---</p>")]
    [InlineData("a < b & c", "<p>a &lt; b &amp; c</p>")]
    [InlineData("snake_case_name 5 * 3 * 2", "<p>snake_case_name 5 * 3 * 2</p>")]
    [InlineData("> said\n\nanswer", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>answer</p>")]
    [InlineData("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>")]
    [InlineData("- [ ] one\n- [x] two", "<ul class=\"contains-task-list\">\n<li class=\"task-list-item\"><span class=\"task\">☐</span> one</li>\n<li class=\"task-list-item\"><span class=\"task done\">☑</span> two</li>\n</ul>")]
    [InlineData("```CS\nvar x = 1 < 2;\n```", "<pre><code class=\"language-cs\">var x = 1 &lt; 2;\n</code></pre>")]
    [InlineData("```x\"onclick=y\nz\n```", "<pre><code>z\n</code></pre>")]
    public void What_people_type_becomes_plain_markup(string typed, string html) =>
        Assert.Equal(html, MarkdownRenderer.ToHtml(typed));

    [Theory]
    [InlineData("**\"굵게\"**는", "<p><strong>&quot;굵게&quot;</strong>는</p>")]
    [InlineData("**강조(強調)**는", "<p><strong>강조(強調)</strong>는</p>")]
    [InlineData("안녕~~ 반가워~~", "<p>안녕~~ 반가워~~</p>")]
    [InlineData("2026. 11. 21. 회의", "<p>2026. 11. 21. 회의</p>")]
    [InlineData("[공지]: 쉽니다", "<p>[공지]: 쉽니다</p>")]
    public void Korean_is_read_as_it_is_written(string typed, string html) =>
        Assert.Equal(html, MarkdownRenderer.ToHtml(typed));

    [Theory]
    [InlineData("-")]
    [InlineData(">")]
    [InlineData("1.")]
    [InlineData("---")]
    [InlineData("||||")]
    [InlineData("[x](y)")]
    [InlineData("array[i](x)")]
    [InlineData("![x](data:image/png;base64,AAAA)")]
    public void Marks_that_mark_nothing_are_shown(string typed) =>
        Assert.Equal(typed, new HtmlParser().ParseDocument(MarkdownRenderer.ToHtml(typed)).Body!.TextContent);

    [Fact]
    public void Links_open_outside_and_tell_nothing()
    {
        var link = new HtmlParser().ParseDocument(MarkdownRenderer.ToHtml("see [this](https://example.org/a?b=1&c=2)")).QuerySelector("a")!;

        Assert.Equal("https://example.org/a?b=1&c=2", link.GetAttribute("href"));
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.Equal("noopener noreferrer nofollow", link.GetAttribute("rel"));
    }

    [Theory]
    [InlineData("정답은||42||입니다", "<p>정답은<span class=\"spoiler\" tabindex=\"0\"><span>42</span></span>입니다</p>")]
    [InlineData("**||x||**", "<p><strong><span class=\"spoiler\" tabindex=\"0\"><span>x</span></span></strong></p>")]
    [InlineData("||**b** 둘\n셋||", "<p><span class=\"spoiler\" tabindex=\"0\"><span><strong>b</strong> 둘<br />\n셋</span></span></p>")]
    [InlineData("if (a || b || c)", "<p>if (a || b || c)</p>")]
    [InlineData("`||x||`", "<p><code>||x||</code></p>")]
    [InlineData("||x", "<p>||x</p>")]
    public void What_stands_between_two_bars_is_covered(string typed, string html) =>
        Assert.Equal(html, MarkdownRenderer.ToHtml(typed));

    [Theory]
    [InlineData("**Bold** and ||the secret||", "Bold and ▒▒▒▒")]
    [InlineData("- [x] one\n- two [link](https://example.org)", "☑ one\ntwo link")]
    [InlineData("a|b\n-|-\n`1`|2", "a\nb\n1\n2")]
    [InlineData("```\ncode < x\n```", "code < x")]
    [InlineData("[x] < & y *", "[x] < & y *")]
    public void A_line_about_it_says_its_words_and_no_secret(string typed, string text) =>
        Assert.Equal(text, MarkdownRenderer.ToText(typed));
}
