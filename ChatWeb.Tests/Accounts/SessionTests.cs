using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

/// <summary>How sessions end, seen from outside: the very next request of one that ended is refused.</summary>
public sealed class SessionTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

    [Fact]
    public async Task Cookies_tokens_and_pages_outlive_a_restart()
    {
        await using var server = await ChatServer.StartAsync();
        using var browser = await BrowserSession.RegisterAsync(server, "stays@example.org");
        using var api = await ChatApi.AdminAsync(server);
        var token = await browser.HeaderTokenAsync();

        server.Kill();
        await server.StartAsync();

        Assert.True(await browser.IsSignedInAsync());
        Assert.Single(await api.RoomsAsync());
        using var posted = await browser.PostJsonAsync("/api/chat/rooms/1/join", new { }, token);
        Assert.Equal(HttpStatusCode.NoContent, posted.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_this_session_with_all_copies_of_its_cookie_and_no_other()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "leaves@example.org");
        using var other = await Sessions.SignInAsync(Server, "leaves@example.org");
        using var api = await ChatApi.SignInAsync(Server, "leaves@example.org", BrowserSession.Password);
        using var copy = browser.Copy();
        Assert.True(await copy.IsSignedInAsync());

        using var left = await browser.SubmitAsync("/account/profile", [], action: "/account/sign-out");

        Assert.Equal("/account/sign-in", left.Headers.Location?.OriginalString);
        Assert.False(await browser.IsSignedInAsync());
        Assert.False(await copy.IsSignedInAsync());
        Assert.True(await other.IsSignedInAsync());
        Assert.NotEmpty(await api.RoomsAsync());
    }

    [Fact]
    public async Task A_cookie_of_a_session_that_ended_is_led_to_sign_in_and_can()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "again@example.org");
        using var copy = browser.Copy();
        using var left = await browser.SubmitAsync("/account/profile", [], action: "/account/sign-out");

        using var page = await copy.Http.GetAsync("/rooms");
        Assert.Equal("/account/sign-in?returnUrl=%2Frooms", page.Headers.Location?.OriginalString);
        using var signIn = await copy.Http.GetAsync("/account/sign-in");
        Assert.Equal(HttpStatusCode.OK, signIn.StatusCode);
        using var back = await copy.SignInAsync("again@example.org", returnUrl: "/rooms");
        Assert.Equal("/rooms", back.Headers.Location?.OriginalString);
        Assert.True(await copy.IsSignedInAsync());
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "lost@example.org");
        using var phone = await Sessions.SignInAsync(Server, "lost@example.org");
        using var api = await ChatApi.SignInAsync(Server, "lost@example.org", BrowserSession.Password);
        var tokens = await Sessions.TokensAsync(Server, "lost@example.org");
        using var neighbour = await BrowserSession.RegisterAsync(Server, "neighbour@example.org");

        using var done = await browser.SubmitAsync("/account/profile", [], "/account/profile?handler=Everywhere");

        Assert.Equal("/account/sign-in", done.Headers.Location?.OriginalString);
        Assert.False(await browser.IsSignedInAsync());
        Assert.False(await phone.IsSignedInAsync());
        await Sessions.EndedAsync(api);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Sessions.RefreshAsync(Server, tokens)).Status);
        Assert.True(await neighbour.IsSignedInAsync());
    }

    [Fact]
    public async Task Signing_in_as_somebody_else_ends_the_browsers_session_before()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "before@example.org");
        using var copy = browser.Copy();
        using var next = await BrowserSession.RegisterAsync(Server, "after@example.org");

        using var signedIn = await browser.SubmitAsync(
            "/account/profile",
            new() { ["Email"] = "after@example.org", ["Password"] = BrowserSession.Password },
            action: "/account/sign-in");

        Assert.Equal("/", signedIn.Headers.Location?.OriginalString);
        Assert.Contains("after@example.org", await browser.PageAsync("/account/profile"), StringComparison.Ordinal);
        Assert.False(await copy.IsSignedInAsync());
        Assert.True(await next.IsSignedInAsync());
    }
}
