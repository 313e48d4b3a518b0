using System.Net;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatWeb.Tests.Accounts;

/// <summary>Tokens that were refreshed and cookies that were issued anew are of the session that they were before.</summary>
public sealed class SessionRenewalTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

    [Fact]
    public async Task Refreshed_tokens_are_of_the_same_session_and_end_together()
    {
        using var first = await ChatApi.RegisterAsync(Server);
        var tokens = await Sessions.TokensAsync(Server, first.Email, ChatApi.Password);
        var (status, refreshed) = await Sessions.RefreshAsync(Server, tokens);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(tokens));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(refreshed!));

        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(refreshed!, HttpMethod.Post, "/api/identity/logout"));

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(refreshed!));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(tokens));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Sessions.RefreshAsync(Server, refreshed!)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Sessions.RefreshAsync(Server, tokens)).Status);
        Assert.NotEmpty(await first.RoomsAsync()); // another sign-in of the same user
    }

    [Fact]
    public async Task A_cookie_issued_anew_is_of_the_same_session()
    {
        var clock = new ShiftedClock();
        using var program = new ProgramInside(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        using var browser = await BrowserSession.RegisterAsync(program.Address, "slides@example.org");
        using var copy = browser.Copy();
        var cookie = Cookie(browser);
        Assert.True(await browser.IsSignedInAsync());
        Assert.Equal(cookie, Cookie(browser));

        clock.Ahead = TimeSpan.FromMinutes(2); // past RevalidateSeconds
        Assert.True(await browser.IsSignedInAsync());
        Assert.NotEqual(cookie, Cookie(browser));

        using var saved = await browser.SubmitAsync("/account/profile", new() { ["DisplayName"] = "Slides", ["Language"] = "", ["Theme"] = "System" });
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.True(await copy.IsSignedInAsync());
        using var left = await browser.SubmitAsync("/account/profile", [], action: "/account/sign-out");
        Assert.False(await copy.IsSignedInAsync());
    }

    private static string? Cookie(BrowserSession browser) => browser.Cookies["ChatWeb"]?.Value;

    private async Task<HttpStatusCode> AskAsync(WireTokens tokens, HttpMethod? method = null, string path = "/api/chat/rooms")
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", tokens.AccessToken);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
