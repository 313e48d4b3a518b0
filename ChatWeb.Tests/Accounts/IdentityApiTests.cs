using System.Net;
using System.Net.Http.Json;
using System.Text;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

public sealed class IdentityApiTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private static readonly string[] Endpoints = ["register", "login", "refresh", "forgotPassword", "resetPassword", "resendConfirmationEmail"];

    private static readonly string[] Bodies =
    [
        "", "{", "null", "[]", "{}", "1",
        """{"email":null,"password":null,"refreshToken":null,"resetCode":null,"newPassword":null}""",
        """{"email":"\ud800@example.org","password":"battery staple","refreshToken":"\ud800","resetCode":"\ud800","newPassword":"\ud800"}""",
        """{"email":"a\u0000@example.org","password":"battery staple","refreshToken":"\u0000","resetCode":"\u0000","newPassword":"\u0000"}""",
    ];

    public static TheoryData<string, string> Broken => [.. Endpoints.SelectMany(e => Bodies.Select(b => (e, b)))];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Broken_input_is_400_and_says_nothing_of_the_inside(string endpoint, string body)
    {
        using var http = new HttpClient { BaseAddress = fixture.Server.Address };
        using var answer = await http.PostAsync($"/api/identity/{endpoint}", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b@example.org", "battery staple")]
    [InlineData("no-address", "battery staple")]
    [InlineData("short@example.org", "1234567")]
    public async Task Bad_addresses_and_passwords_are_400(string email, string password)
    {
        using var http = new HttpClient { BaseAddress = fixture.Server.Address };
        using var answer = await http.PostAsJsonAsync("/api/identity/register", new { email, password });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_too_long_is_400()
    {
        using var http = new HttpClient { BaseAddress = fixture.Server.Address };
        foreach (var (email, password) in new[] { (new string('a', 257) + "@example.org", "battery staple"), ("long@example.org", new string('a', 257)) })
        {
            using var register = await http.PostAsJsonAsync("/api/identity/register", new { email, password });
            Assert.Equal(HttpStatusCode.BadRequest, register.StatusCode);
            using var login = await http.PostAsJsonAsync("/api/identity/login", new { email, password });
            Assert.Equal(HttpStatusCode.BadRequest, login.StatusCode);
        }
    }

    [Fact]
    public async Task A_token_refreshes_and_a_made_up_one_does_not()
    {
        using var http = new HttpClient { BaseAddress = fixture.Server.Address };
        using var login = await http.PostAsJsonAsync(
            "/api/identity/login", new { email = ChatServer.AdminEmail, password = ChatServer.AdminPassword });
        var tokens = await ChatApi.ReadAsync<WireTokens>(login, HttpStatusCode.OK);
        using var refreshed = await http.PostAsJsonAsync("/api/identity/refresh", new { refreshToken = tokens.RefreshToken });
        Assert.NotEmpty((await ChatApi.ReadAsync<WireTokens>(refreshed, HttpStatusCode.OK)).AccessToken);
        using var refused = await http.PostAsJsonAsync("/api/identity/refresh", new { refreshToken = "made-up" });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
    }
}
