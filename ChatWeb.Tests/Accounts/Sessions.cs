using System.Net;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

/// <summary>Ways in, and whether they still are.</summary>
internal static class Sessions
{
    /// <summary>Another browser of somebody who has an account.</summary>
    public static async Task<BrowserSession> SignInAsync(ChatServer server, string email)
    {
        var browser = new BrowserSession(server);
        using var answer = await browser.SignInAsync(email);
        Assert.True(await browser.IsSignedInAsync());
        return browser;
    }

    public static async Task<WireTokens> TokensAsync(ChatServer server, string email, string password = BrowserSession.Password)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var login = await http.PostAsJsonAsync("/api/identity/login", new { email, password });
        return await ChatApi.ReadAsync<WireTokens>(login, HttpStatusCode.OK);
    }

    public static async Task<(HttpStatusCode Status, WireTokens? Tokens)> RefreshAsync(ChatServer server, WireTokens tokens)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var answer = await http.PostAsJsonAsync("/api/identity/refresh", new { refreshToken = tokens.RefreshToken });
        return (answer.StatusCode, answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<WireTokens>() : null);
    }

    public static async Task EndedAsync(ChatApi api)
    {
        using var answer = await api.Http.GetAsync("/api/chat/rooms");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}
