using System.Net;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

public sealed class SignInLimitTests
{
    [Fact]
    public async Task Failures_of_one_address_are_limited_over_page_and_API_together()
    {
        await using var server = await ChatServer.StartAsync(("Chat__SignIn__PerMinute", "4"), ("Chat__SignIn__LockoutFailures", "100"));
        using var browser = new BrowserSession(server);
        for (var i = 0; i < 6; i++)
        {
            using var api = await ChatApi.AdminAsync(server); // success is not counted
        }

        for (var i = 0; i < 2; i++)
        {
            using var page = await browser.SignInAsync("nobody@example.org", "wrong password");
            Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
            using var program = await browser.Http.PostAsJsonAsync("/api/identity/login", new { email = "nobody@example.org", password = "wrong" });
            Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
        }

        using var refused = await browser.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        using var also = await browser.Http.PostAsJsonAsync(
            "/api/identity/login", new { email = ChatServer.AdminEmail, password = ChatServer.AdminPassword });
        Assert.Equal(HttpStatusCode.TooManyRequests, also.StatusCode);
        Assert.Equal("application/problem+json", also.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(also.Headers.RetryAfter);
    }
}
