using System.Net;
using System.Text.RegularExpressions;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

public sealed partial class RegistrationTests
{
    private static Dictionary<string, string> Form(string email, string? invitation = null) =>
        new() { ["Email"] = email, ["Password"] = BrowserSession.Password, ["Invitation"] = invitation ?? "" };

    [Fact]
    public async Task Closed_means_nobody_on_the_page_or_by_the_API()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Registration", "Closed"));
        using var browser = new BrowserSession(server);
        Assert.Contains("takes no new accounts", await browser.PageAsync("/account/register"), StringComparison.Ordinal);
        var invitation = await InvitationAsync(server);
        using var page = await browser.SubmitAsync("/account/sign-in", Form("new@example.org", invitation), action: "/account/register");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        using var api = await browser.PostJsonAsync("/api/identity/register", new { email = "new@example.org", password = BrowserSession.Password });
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task By_invitation_one_registers_and_is_in_the_room()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Registration", "Invitation"));
        using var browser = new BrowserSession(server);
        Assert.Contains("by invitation", await browser.PageAsync("/account/register"), StringComparison.Ordinal);
        using var without = await browser.SubmitAsync("/account/sign-in", Form("new@example.org", "made-up"), action: "/account/register");
        Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);
        using var api = await browser.PostJsonAsync("/api/identity/register", new { email = "new@example.org", password = BrowserSession.Password });
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);

        var invitation = await InvitationAsync(server);
        Assert.Contains("invitation=" + invitation, await browser.PageAsync("/invite/" + invitation), StringComparison.Ordinal);
        using var with = await browser.SubmitAsync($"/account/register?invitation={invitation}", Form("new@example.org", invitation), "/account/register");
        Assert.Equal("/rooms/1", with.Headers.Location?.OriginalString);
        var rooms = await browser.Http.GetAsync("/api/chat/rooms");
        Assert.True((await ChatApi.ReadAsync<WireRooms>(rooms, HttpStatusCode.OK)).Rooms.Single().Member);
    }

    [Fact]
    public async Task Who_has_an_account_joins_by_the_link_after_signing_in_or_at_once()
    {
        await using var server = await ChatServer.StartAsync();
        var invitation = await InvitationAsync(server);
        using (await BrowserSession.RegisterAsync(server, "known@example.org"))
        {
        }

        using var browser = new BrowserSession(server);
        using var signedIn = await browser.SubmitAsync($"/account/sign-in?invitation={invitation}", Form("known@example.org", invitation), "/account/sign-in");
        Assert.Equal("/rooms/1", signedIn.Headers.Location?.OriginalString);
        using var other = await BrowserSession.RegisterAsync(server, "other@example.org");
        using var joined = await other.SubmitAsync("/invite/" + invitation, []);
        Assert.Equal("/rooms/1", joined.Headers.Location?.OriginalString);
        using var gone = await other.Http.GetAsync("/invite/made-up");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task<string> InvitationAsync(ChatServer server)
    {
        using var admin = new BrowserSession(server);
        using var signedIn = await admin.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword);
        return Link().Match(await admin.PageAsync("/rooms/1")).Groups["token"].Value;
    }

    [GeneratedRegex("/invite/(?<token>[A-Za-z0-9_-]{22})")]
    private static partial Regex Link();
}
