using System.Net;
using System.Net.Http.Json;
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
        using var other = await SignInAsync("leaves@example.org");
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
    public async Task Changing_the_password_ends_all_sessions_and_tokens_and_gives_this_browser_a_new_one()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "moves@example.org");
        using var other = await SignInAsync("moves@example.org");
        using var api = await ChatApi.SignInAsync(Server, "moves@example.org", BrowserSession.Password);
        var tokens = await TokensAsync("moves@example.org");
        using var copy = browser.Copy();

        using var wrong = await browser.SubmitAsync(
            "/account/profile", new() { ["CurrentPassword"] = "not mine", ["Password"] = "new password" }, "/account/profile?handler=Password");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.True(await other.IsSignedInAsync());

        using var changed = await browser.SubmitAsync(
            "/account/profile", new() { ["CurrentPassword"] = BrowserSession.Password, ["Password"] = "new password" }, "/account/profile?handler=Password");

        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.True(await browser.IsSignedInAsync());
        Assert.False(await copy.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
        await EndedAsync(api);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RefreshAsync(tokens)).Status);
        using var old = await other.SignInAsync("moves@example.org");
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
    }

    [Fact]
    public async Task Changing_the_password_by_program_ends_all_sessions_its_own_too()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "program@example.org");
        using var api = await ChatApi.SignInAsync(Server, "program@example.org", BrowserSession.Password);

        using var changed = await api.Http.PostAsJsonAsync(
            "/api/identity/manage/info", new { oldPassword = BrowserSession.Password, newPassword = "new password" });

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        await EndedAsync(api);
        Assert.False(await browser.IsSignedInAsync());
        using var anew = await ChatApi.SignInAsync(Server, "program@example.org", "new password");
        Assert.NotEmpty(await anew.RoomsAsync());
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "lost@example.org");
        using var phone = await SignInAsync("lost@example.org");
        using var api = await ChatApi.SignInAsync(Server, "lost@example.org", BrowserSession.Password);
        var tokens = await TokensAsync("lost@example.org");
        using var neighbour = await BrowserSession.RegisterAsync(Server, "neighbour@example.org");

        using var done = await browser.SubmitAsync("/account/profile", [], "/account/profile?handler=Everywhere");

        Assert.Equal("/account/sign-in", done.Headers.Location?.OriginalString);
        Assert.False(await browser.IsSignedInAsync());
        Assert.False(await phone.IsSignedInAsync());
        await EndedAsync(api);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RefreshAsync(tokens)).Status);
        Assert.True(await neighbour.IsSignedInAsync());
    }

    [Fact]
    public async Task Refreshed_tokens_are_of_the_same_session_and_end_together()
    {
        using var first = await ChatApi.RegisterAsync(Server);
        var tokens = await TokensAsync(first.Email, ChatApi.Password);
        var (status, refreshed) = await RefreshAsync(tokens);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(tokens));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(refreshed!));

        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(refreshed!, HttpMethod.Post, "/api/identity/logout"));

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(refreshed!));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(tokens));
        Assert.Equal(HttpStatusCode.Unauthorized, (await RefreshAsync(refreshed!)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RefreshAsync(tokens)).Status);
        Assert.NotEmpty(await first.RoomsAsync()); // another sign-in of the same user
    }

    [Fact]
    public async Task A_cookie_issued_anew_is_of_the_same_session()
    {
        await using var server = await ChatServer.StartAsync(("Chat__SignIn__RevalidateSeconds", "1"));
        using var browser = await BrowserSession.RegisterAsync(server, "slides@example.org");
        using var copy = browser.Copy();
        var cookie = Cookie(browser);
        using (var limit = new CancellationTokenSource(SseClient.Patience))
        {
            while (Cookie(browser) == cookie)
            {
                await Task.Delay(100, limit.Token); // the cookie's second has to pass
                Assert.True(await browser.IsSignedInAsync());
            }
        }

        using var saved = await browser.SubmitAsync("/account/profile", new() { ["DisplayName"] = "Slides", ["Language"] = "", ["Theme"] = "System" });
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.True(await copy.IsSignedInAsync());
        using var left = await browser.SubmitAsync("/account/profile", [], action: "/account/sign-out");
        Assert.False(await copy.IsSignedInAsync());
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

    private static string? Cookie(BrowserSession browser) => browser.Cookies["ChatWeb"]?.Value;

    private async Task<BrowserSession> SignInAsync(string email)
    {
        var browser = new BrowserSession(Server);
        using var answer = await browser.SignInAsync(email);
        Assert.True(await browser.IsSignedInAsync());
        return browser;
    }

    private static async Task EndedAsync(ChatApi api)
    {
        using var answer = await api.Http.GetAsync("/api/chat/rooms");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private async Task<WireTokens> TokensAsync(string email, string password = BrowserSession.Password)
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var login = await http.PostAsJsonAsync("/api/identity/login", new { email, password });
        return await ChatApi.ReadAsync<WireTokens>(login, HttpStatusCode.OK);
    }

    private async Task<(HttpStatusCode Status, WireTokens? Tokens)> RefreshAsync(WireTokens tokens)
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var answer = await http.PostAsJsonAsync("/api/identity/refresh", new { refreshToken = tokens.RefreshToken });
        return (answer.StatusCode, answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<WireTokens>() : null);
    }

    private async Task<HttpStatusCode> AskAsync(WireTokens tokens, HttpMethod? method = null, string path = "/api/chat/rooms")
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", tokens.AccessToken);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
