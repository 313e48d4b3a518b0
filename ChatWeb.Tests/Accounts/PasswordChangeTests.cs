using System.Net;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

/// <summary>A new password ends the sessions that began with the old one.</summary>
public sealed class PasswordChangeTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

    [Fact]
    public async Task Changing_the_password_ends_all_sessions_and_tokens_and_gives_this_browser_a_new_one()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "moves@example.org");
        using var other = await Sessions.SignInAsync(Server, "moves@example.org");
        using var api = await ChatApi.SignInAsync(Server, "moves@example.org", BrowserSession.Password);
        var tokens = await Sessions.TokensAsync(Server, "moves@example.org");
        using var copy = browser.Copy();

        using var wrong = await browser.ChangePasswordAsync("not mine");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.True(await other.IsSignedInAsync());

        using var changed = await browser.ChangePasswordAsync();

        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.True(await browser.IsSignedInAsync());
        Assert.False(await copy.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
        await Sessions.EndedAsync(api);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Sessions.RefreshAsync(Server, tokens)).Status);
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
        await Sessions.EndedAsync(api);
        Assert.False(await browser.IsSignedInAsync());
        using var anew = await ChatApi.SignInAsync(Server, "program@example.org", "new password");
        Assert.NotEmpty(await anew.RoomsAsync());
    }
}
