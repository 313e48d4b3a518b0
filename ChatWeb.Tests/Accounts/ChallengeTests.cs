using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

/// <summary>What somebody who is not signed in gets: people the sign-in page, programs 401.</summary>
public sealed class ChallengeTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    [Theory]
    [InlineData("/rooms", "text/html", false)]
    [InlineData("/rooms/1", "text/html", false)]
    [InlineData("/account/profile", "*/*", false)]
    [InlineData("/account/profile", "application/json", true)]
    [InlineData("/account/profile", "text/event-stream", true)]
    [InlineData("/api/chat/rooms", "text/html", true)]
    [InlineData("/api/identity/manage/info", "*/*", true)]
    [InlineData("/chat/sse/1", "text/html", true)]
    public async Task Pages_redirect_and_calls_get_401(string path, string accept, bool isCall)
    {
        using var browser = new BrowserSession(fixture.Server);
        browser.Http.DefaultRequestHeaders.Remove("Accept");
        browser.Http.DefaultRequestHeaders.Add("Accept", accept);
        using var answer = await browser.Http.GetAsync(path);
        if (isCall)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
        else
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal("/account/sign-in?returnUrl=" + Uri.EscapeDataString(path), answer.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task A_part_of_a_page_that_htmx_asks_for_gets_401()
    {
        using var browser = new BrowserSession(fixture.Server);
        browser.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        using var answer = await browser.Http.GetAsync("/account/profile");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
