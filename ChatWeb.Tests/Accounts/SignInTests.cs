using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

public sealed class SignInTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

    [Fact]
    public async Task One_registers_signs_out_and_signs_in_again()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "round@example.org");
        Assert.True(await browser.IsSignedInAsync());

        using var left = await browser.SubmitAsync("/account/profile", [], action: "/account/sign-out");
        Assert.Equal("/account/sign-in", left.Headers.Location?.OriginalString);
        Assert.False(await browser.IsSignedInAsync());

        using var back = await browser.SignInAsync("round@example.org", returnUrl: "/rooms");
        Assert.Equal("/rooms", back.Headers.Location?.OriginalString);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_other_sites()
    {
        using var browser = new BrowserSession(Server);
        using var answer = await browser.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ChatWeb=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_get_the_same_answer()
    {
        using var browser = new BrowserSession(Server);
        using var unknown = await browser.SignInAsync("nobody@example.org", "wrong password");
        using var wrong = await browser.SignInAsync(ChatServer.AdminEmail, "wrong password");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal(unknown.StatusCode, wrong.StatusCode);
        Assert.Contains("The e-mail or the password is wrong.", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("The e-mail or the password is wrong.", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_never_leads_to_another_site(string returnUrl)
    {
        using var browser = new BrowserSession(Server);
        using var answer = await browser.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword, returnUrl);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        using var again = await browser.Http.GetAsync("/account/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal("/", again.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        using var owner = await BrowserSession.RegisterAsync(Server, "locked@example.org");
        using var browser = new BrowserSession(Server);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await browser.SignInAsync("locked@example.org", "wrong password");
        }

        using var right = await browser.SignInAsync("locked@example.org");
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
        Assert.Contains("locked", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(await owner.IsSignedInAsync()); // who is in stays in
    }

    [Fact]
    public async Task Only_a_form_signs_out()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "picture@example.org");
        using var answer = await browser.Http.GetAsync("/account/sign-out");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task The_same_address_makes_one_account_however_it_is_written_or_raced()
    {
        using var first = await BrowserSession.RegisterAsync(Server, "twice@example.org");
        using var second = new BrowserSession(Server);
        using var refused = await second.SubmitAsync("/account/register", new() { ["Email"] = "TWICE@example.org", ["Password"] = BrowserSession.Password });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        var racers = Enumerable.Range(0, 6).Select(_ => second.PostJsonAsync(
            "/api/identity/register", new { email = "race@example.org", password = BrowserSession.Password }));
        var statuses = (await Task.WhenAll(racers)).Select(answer => answer.StatusCode).ToList();
        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.BadRequest));
    }
}
