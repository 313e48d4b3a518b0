using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

/// <summary>A token is needed exactly when the cookie authenticated the request.</summary>
public sealed class AntiforgeryTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private const string Join = "/api/chat/rooms/1/join";

    private ChatServer Server => fixture.Server;

    [Theory]
    [InlineData(Join)]
    [InlineData("/api/identity/manage/info")]
    [InlineData("/api/identity/manage/2fa")]
    public async Task By_cookie_a_call_without_a_token_is_refused(string path)
    {
        using var browser = await BrowserSession.RegisterAsync(Server, $"no{path.GetHashCode(StringComparison.Ordinal)}@example.org");
        using var answer = await browser.PostJsonAsync(path, new { });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest);
        Assert.EndsWith("antiforgery", problem.Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_cookie_the_right_token_is_accepted_as_header_and_as_field()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "right@example.org");
        using var header = await browser.PostJsonAsync(Join, new { }, await browser.HeaderTokenAsync());
        Assert.Equal(HttpStatusCode.NoContent, header.StatusCode);
        using var field = await browser.SubmitAsync("/account/profile", [], action: Join);
        Assert.Equal(HttpStatusCode.NoContent, field.StatusCode);
        using var manage = await browser.PostJsonAsync("/api/identity/manage/info", new { }, await browser.HeaderTokenAsync());
        Assert.Equal(HttpStatusCode.OK, manage.StatusCode);
    }

    [Fact]
    public async Task A_token_from_before_signing_in_is_stale_and_the_answer_says_to_reload()
    {
        using var browser = new BrowserSession(Server);
        var stale = await browser.HeaderTokenAsync("/account/sign-in");
        using var signedIn = await browser.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword);
        using var call = await browser.PostJsonAsync(Join, new { }, stale);
        var problem = await ChatApi.ReadAsync<WireProblem>(call, HttpStatusCode.BadRequest);
        Assert.Contains("Reload", problem.Title, StringComparison.Ordinal);

        using var page = await browser.Http.PostAsync(
            "/account/sign-out", new FormUrlEncodedContent(new Dictionary<string, string> { ["RequestVerificationToken"] = stale }));
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Reload", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Somebody_elses_token_is_refused()
    {
        using var mallory = await BrowserSession.RegisterAsync(Server, "mallory@example.org");
        using var browser = await BrowserSession.RegisterAsync(Server, "alice@example.org");
        using var answer = await browser.PostJsonAsync(Join, new { }, await mallory.HeaderTokenAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_bearer_call_needs_none()
    {
        using var api = await ChatApi.RegisterAsync(Server);
        await api.JoinAsync(1);
        var room = (await api.CreateRoomAsync()).Id;
        var message = await api.PostAsync(room, "first");
        using var edited = await api.Http.PatchAsync($"/rooms/{room}/messages/{message.Id}", new FormUrlEncodedContent(new Dictionary<string, string> { ["body"] = "second" }));
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
    }

    [Fact]
    public async Task A_call_with_cookie_and_bearer_is_judged_by_the_bearer_alone()
    {
        using var browser = await BrowserSession.RegisterAsync(Server, "both@example.org");
        browser.Http.DefaultRequestHeaders.Authorization = new("Bearer", "made-up");
        using var call = await browser.PostJsonAsync(Join, new { });
        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);
        Assert.Equal("application/problem+json", call.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/register")]
    public async Task Forms_of_strangers_need_theirs_too(string path)
    {
        using var browser = new BrowserSession(Server);
        using var answer = await browser.Http.PostAsync(path, new FormUrlEncodedContent(new Dictionary<string, string> { ["Email"] = "a@b.c" }));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("application/json", HttpStatusCode.BadRequest)]
    public async Task Ten_megabytes_are_not_searched_for_a_token(string contentType, HttpStatusCode expected)
    {
        using var browser = await BrowserSession.RegisterAsync(Server, $"big{(int)expected}@example.org");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat/rooms/1/messages")
        {
            Content = new ByteArrayContent(new byte[10_000_000]) { Headers = { ContentType = new(contentType) } },
        };
        request.Headers.ExpectContinue = true; // as large uploads do: the answer can come before the body
        using var answer = await browser.Http.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}
