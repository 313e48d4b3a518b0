using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Messages.Markdown;

public sealed class MarkdownSafetyTests
{
    private static readonly string[] Elements =
    [
        "p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "a", "span", "div",
        "table", "tbody", "tr", "th", "td",
    ];

    private static readonly string[] Classes = ["spoiler", "task", "done", "table", "center", "end", "contains-task-list", "task-list-item"];

    /// <summary>What Markdown is made of, what attacks are made of, and words.</summary>
    private static readonly string[] Pieces =
    [
        "*", "**", "_", "~~", "||", "|", "`", "```", "~~~", "[", "]", "](", ")", "![", "<", ">", "&", "\\", "\"", "'", "- ", "1. ", "> ", "- [x] ",
        "\n", "\n\n", "    ", "\t", " ", "=", "a|b\n-|-\n", ":-:", "#", "&lt;", "&#60;", "&colon;", "&Tab;", "\u0001", "\u00a0", "\u202e", "\ufeff",
        "javascript:", "JaVaScRiPt&colon;", "data:text/html,", "vbscript:", "file:///", "//evil.example", "https://", "http://a.example/", "www.", "mailto:a@b.c",
        "<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href=\"", "\" onclick=\"", "' style='", "<!--", "-->", "<![CDATA[",
        "[x](", "[x]: ", "alert(1)", "cs", "한글", "에서", "🙂", "word", "2026. 11. 21. ",
    ];

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#115;cript:alert(1))")]
    [InlineData("[x](java\tscript:alert(1))")]
    [InlineData("[x](\u0001javascript:alert(1))")]
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
    [InlineData("[x](https://a.example 'title\" onclick=\"alert(1)')")]
    [InlineData("https://a.example/\"onmouseover=\"alert(1)")]
    [InlineData("```\" onclick=\"alert(1)\nx\n```")]
    [InlineData("||<b onclick=x>||")]
    [InlineData("a|<script>\n-|-\n<img src=x>|2")]
    public void Nothing_that_people_type_becomes_live(string typed) => ExpectHarmless(typed);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_made_of_random_pieces_becomes_live_or_fails(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3_000; i++)
        {
            ExpectHarmless(string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)])));
        }
    }

    private static void ExpectHarmless(string typed)
    {
        var document = new HtmlParser().ParseDocument(MarkdownRenderer.ToHtml(typed));
        Assert.NotNull(MarkdownRenderer.ToText(typed));
        foreach (var element in document.Body!.QuerySelectorAll("*"))
        {
            Assert.True(Elements.Contains(element.LocalName), $"{typed} became <{element.LocalName}>");
            foreach (var attribute in element.Attributes)
            {
                Assert.True(IsHarmless(element, attribute), $"{typed} became {attribute.Name}={attribute.Value}");
            }
        }
    }

    private static bool IsHarmless(IElement element, IAttr attribute) => (element.LocalName, attribute.Name) switch
    {
        ("a", "href") => attribute.Value.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || attribute.Value.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || attribute.Value.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase),
        ("a", "target") => attribute.Value == "_blank",
        ("a", "rel") => attribute.Value == "noopener noreferrer nofollow",
        ("a", "title") => true,
        ("code", "class") => attribute.Value.StartsWith("language-", StringComparison.Ordinal) && !attribute.Value.Contains(' ', StringComparison.Ordinal),
        (_, "class") => attribute.Value.Split(' ').All(Classes.Contains),
        ("ol", "start") => attribute.Value.All(char.IsAsciiDigit),
        ("span", "tabindex") => attribute.Value == "0",
        _ => false,
    };
}
