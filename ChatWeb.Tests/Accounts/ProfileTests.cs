using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

public sealed class ProfileTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private static Dictionary<string, string> Form(string name, string language = "", string theme = "System") =>
        new() { ["DisplayName"] = name, ["Language"] = language, ["Theme"] = theme };

    [Fact]
    public async Task Name_language_and_theme_show_at_once()
    {
        using var browser = await BrowserSession.RegisterAsync(fixture.Server, "profile.before@example.org");
        Assert.Contains("before", await browser.PageAsync("/rooms"), StringComparison.Ordinal);
        using var saved = await browser.SubmitAsync("/account/profile", Form("  하늘 ", "ko", "Dark"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var page = await browser.PageAsync("/rooms");
        Assert.Contains("하늘", page, StringComparison.Ordinal);
        Assert.Contains("lang=\"ko\"", page, StringComparison.Ordinal);
        Assert.Contains("data-theme=\"dark\"", page, StringComparison.Ordinal);
        Assert.Contains(browser.Cookies, cookie => cookie.Name == ".AspNetCore.Culture");
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\u200b")]
    [InlineData("a\u202eb")]
    [InlineData("a\u0007b")]
    public async Task A_name_that_hides_something_is_refused_and_nothing_changes(string name)
    {
        using var browser = await BrowserSession.RegisterAsync(fixture.Server, $"steady{Guid.NewGuid():N}@example.org");
        using var refused = await browser.SubmitAsync("/account/profile", Form(name));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("aria-errormessage=\"DisplayName-error\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("steady", await browser.PageAsync("/rooms"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xx", "Dark")]
    [InlineData("ko", "7")]
    [InlineData("ko", "Pink")]
    public async Task A_language_or_theme_that_there_is_not_is_400(string language, string theme)
    {
        using var browser = await BrowserSession.RegisterAsync(fixture.Server, $"odd{language}{theme}@example.org");
        using var refused = await browser.SubmitAsync("/account/profile", Form("Ada", language, theme));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Nobody_else_ever_sees_the_email()
    {
        using var hidden = await BrowserSession.RegisterAsync(fixture.Server, "hidden.person@secret.example");
        var token = await hidden.HeaderTokenAsync();
        using var joined = await hidden.PostJsonAsync("/api/chat/rooms/1/join", new { }, token);
        using var posted = await hidden.PostJsonAsync("/api/chat/rooms/1/messages", new { body = "hello" }, token);
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.DoesNotContain("secret.example", await posted.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var other = await BrowserSession.RegisterAsync(fixture.Server, "other.person@example.org");
        foreach (var path in (string[])["/", "/rooms", "/rooms/1", "/api/chat/rooms", "/api/chat/rooms/1/messages", "/account/profile"])
        {
            Assert.DoesNotContain("secret.example", await other.PageAsync(path), StringComparison.OrdinalIgnoreCase);
        }

        using var api = await ChatApi.AdminAsync(fixture.Server);
        await using var stream = api.Stream(1, "?format=json&last_event_id=0");
        foreach (var change in await stream.DurableAsync(2))
        {
            Assert.DoesNotContain("secret.example", change.Data, StringComparison.OrdinalIgnoreCase);
        }
    }
}
