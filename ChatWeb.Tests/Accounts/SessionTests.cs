using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

public sealed class SessionTests
{
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
    public async Task Changing_the_password_ends_the_other_sessions_and_tokens_but_not_this_one()
    {
        await using var server = await ChatServer.StartAsync(("Chat__SignIn__RevalidateSeconds", "1"));
        using var browser = await BrowserSession.RegisterAsync(server, "moves@example.org");
        using var other = new BrowserSession(server);
        using var signedIn = await other.SignInAsync("moves@example.org");
        using var api = await ChatApi.SignInAsync(server, "moves@example.org", BrowserSession.Password);

        using var wrong = await browser.SubmitAsync(
            "/account/profile", new() { ["CurrentPassword"] = "not mine", ["Password"] = "new password" }, "/account/profile?handler=Password");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.True(await other.IsSignedInAsync());

        using var changed = await browser.SubmitAsync(
            "/account/profile", new() { ["CurrentPassword"] = BrowserSession.Password, ["Password"] = "new password" }, "/account/profile?handler=Password");
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        await EndsAsync(other.Http);
        await EndsAsync(api.Http);
        Assert.True(await browser.IsSignedInAsync());
        using var old = await other.SignInAsync("moves@example.org");
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session()
    {
        await using var server = await ChatServer.StartAsync(("Chat__SignIn__RevalidateSeconds", "1"));
        using var browser = await BrowserSession.RegisterAsync(server, "lost@example.org");
        using var phone = new BrowserSession(server);
        using var signedIn = await phone.SignInAsync("lost@example.org");
        using var done = await browser.SubmitAsync("/account/profile", [], "/account/profile?handler=Everywhere");
        Assert.False(await browser.IsSignedInAsync());
        await EndsAsync(phone.Http);
    }

    /// <summary>Sessions are looked at again once a second: asks until it ends, within a generous limit.</summary>
    private static async Task EndsAsync(HttpClient http)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var answer = await http.GetAsync("/api/chat/rooms", limit.Token);
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                return;
            }

            await Task.Delay(100, limit.Token);
        }
    }
}
