using AngleSharp.Html.Parser;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Messages.Markdown;

public sealed class AddressTests
{
    [Theory]
    [InlineData("see https://example.org/a?b=1&c=2 there", "https://example.org/a?b=1&c=2")]
    [InlineData("www.example.org, too", "https://www.example.org")]
    [InlineData("HTTPS://EXAMPLE.ORG!", "HTTPS://EXAMPLE.ORG")]
    [InlineData("(https://example.org/a_(b))", "https://example.org/a_(b)")]
    [InlineData("**https://example.org**", "https://example.org")]
    [InlineData("||https://example.org||", "https://example.org")]
    [InlineData("\"https://example.org/x\"", "https://example.org/x")]
    [InlineData("http://localhost:5000/x.", "http://localhost:5000/x")]
    [InlineData("<https://example.org/한국에서>", "https://example.org/%ED%95%9C%EA%B5%AD%EC%97%90%EC%84%9C")]
    [InlineData("[here](https://example.org)", "https://example.org")]
    [InlineData("<somebody@example.org>", "mailto:somebody@example.org")]
    public void Addresses_are_links_without_what_belongs_to_the_sentence(string typed, string address) =>
        Assert.Equal(address, LinkIn(typed));

    [Theory]
    [InlineData("https://example.org에서 봐요", "https://example.org")]
    [InlineData("여기https://example.org/a를", "https://example.org/a")]
    [InlineData("www.example.org입니다.", "https://www.example.org")]
    [InlineData("**https://example.org**입니다", "https://example.org")]
    [InlineData("https://example.org/에서 봐요", "https://example.org/")]
    [InlineData("https://example.org/wiki/한국 봐요", "https://example.org/wiki/%ED%95%9C%EA%B5%AD")]
    [InlineData("「https://example.org/x」は", "https://example.org/x")]
    [InlineData("https://example.org/a。", "https://example.org/a")]
    public void Korean_right_after_an_address_is_the_sentence_going_on(string typed, string address) =>
        Assert.Equal(address, LinkIn(typed));

    [Theory]
    [InlineData("https://")]
    [InlineData("www.x")]
    [InlineData("ahttps://example.org")]
    [InlineData("some.www.example.org")]
    [InlineData("`https://example.org`")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](//example.org)")]
    [InlineData("[x](/rooms/1)")]
    [InlineData("<ftp://example.org>")]
    public void What_is_no_address_of_the_web_is_no_link(string typed) => Assert.Null(LinkIn(typed));

    private static string? LinkIn(string typed) =>
        new HtmlParser().ParseDocument(MarkdownRenderer.ToHtml(typed)).QuerySelectorAll("a").SingleOrDefault()?.GetAttribute("href");
}
