using System.Net;
using System.Net.Http.Json;
using ChatWeb.Http;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace ChatWeb.Tests.Http;

/// <summary>Whom the program believes about who asks. The tests are on loopback: 127.0.0.1 is the proxy, or is not.</summary>
public sealed class ProxyTests
{
    private static readonly (string, string)[] Forwarded =
        [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "chat.example.org")];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.0/8, 127.0.0.0/8")]
    public async Task A_known_proxy_is_believed(string known)
    {
        await using var server = await ChatServer.StartAsync(("Proxy__Known", known));

        Assert.Equal(new Seen("https", "chat.example.org", "used"), await SeenAsync(server, Forwarded));
        Assert.Equal(new Seen("http", server.Address.Authority, "none"), await SeenAsync(server));
        Assert.DoesNotContain("are ignored", server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task Anybody_else_is_not_not_even_on_loopback(string? known)
    {
        await using var server = await ChatServer.StartAsync(("Proxy__Known", known), ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"));

        Assert.Equal(new Seen("http", server.Address.Authority, "ignored"), await SeenAsync(server, Forwarded));
        Assert.Equal("ignored", (await SeenAsync(server, Forwarded)).Forwarding);
        Assert.Single(server.Output.Split('\n'), line => line.Contains("headers from 127.0.0.1 are ignored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_chain_only_what_the_known_proxy_added_counts()
    {
        await using var server = await ChatServer.StartAsync(
            ("Proxy__Known__0", "127.0.0.1"), ("Proxy__Known__1", "10.0.0.0/24"), ("Proxy__ForwardLimit", "3"), ("Chat__SignIn__PerMinute", "1"));

        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(server, "198.51.100.1, 203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignInAsync(server, "198.51.100.2, 203.0.113.7")); // spoofed, still the same client
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignInAsync(server, "203.0.113.7, 10.0.0.9")); // through a second known proxy
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(server, "203.0.113.7, 203.0.113.8")); // another client, who names the first
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(server, null)); // the proxy itself
    }

    [Fact]
    public async Task As_many_proxies_as_the_limit_says_are_looked_behind()
    {
        await using var server = await ChatServer.StartAsync(("Proxy__Known", "127.0.0.1,10.0.0.0/24"), ("Chat__SignIn__PerMinute", "1"));

        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(server, "203.0.113.7, 10.0.0.9"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignInAsync(server, "203.0.113.8, 10.0.0.9")); // the limit is one: all of 10.0.0.9
    }

    [Fact]
    public async Task Cookies_and_sockets_are_those_of_the_address_that_the_client_used()
    {
        await using var server = await ChatServer.StartAsync(("Proxy__Known", "127.0.0.1"));
        using var browser = new BrowserSession(server);
        using (var signIn = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in"))
        {
            signIn.Headers.Add("X-Forwarded-Proto", "https");
            using var page = await browser.Http.SendAsync(signIn);
            Assert.All(page.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
        }

        using var person = await BrowserSession.RegisterAsync(server.Address, "links@example.org");
        using var api = await ChatApi.SignInAsync(server, "links@example.org", BrowserSession.Password);
        var room = await api.CreateRoomAsync(kind: "private");
        var cookies = string.Join("; ", person.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}"));

        Assert.Equal(HttpStatusCode.SwitchingProtocols, await UpgradeAsync(server, room.Id, cookies, "https://chat.example.org"));
        Assert.Equal(HttpStatusCode.Forbidden, await UpgradeAsync(server, room.Id, cookies, "https://evil.example.org"));
        Assert.Equal(HttpStatusCode.Forbidden, await UpgradeAsync(server, room.Id, cookies, server.Address.GetLeftPart(UriPartial.Authority)));
    }

    [Theory]
    [InlineData("Proxy:Known", "nginx")]
    [InlineData("Proxy:Known", "10.0.0.0/33")]
    [InlineData("Proxy:ForwardLimit", "0")]
    [InlineData("Proxy:ForwardLimit", "many")]
    public void A_setting_that_can_not_be_is_named(string setting, string value)
    {
        var read = new ReadProxies(new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build());
        var options = new ProxyOptions();
        read.Configure(options);

        Assert.Contains($"{setting} must", Assert.Single(read.Validate(null, options).Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_does_not_start_with_one()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ChatServer.StartAsync(("Proxy__Known", "nginx")));

        Assert.Contains("Proxy:Known must", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<Seen> SeenAsync(ChatServer server, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var (name, value) in headers)
        {
            http.DefaultRequestHeaders.Add(name, value);
        }

        return (await http.GetFromJsonAsync<Seen>("/health/proxy", Wire.Json))!;
    }

    private static async Task<HttpStatusCode> SignInAsync(ChatServer server, string? forwardedFor)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        if (forwardedFor is not null)
        {
            http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        }

        using var answer = await http.PostAsJsonAsync("/api/identity/login", new { email = "nobody@example.org", password = "wrong password" });
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> UpgradeAsync(ChatServer server, long room, string cookies, string origin)
    {
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", cookies);
        socket.Options.SetRequestHeader("Origin", origin);
        foreach (var (name, value) in Forwarded)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = $"/chat/ws/{room}" }.Uri, CancellationToken.None);
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // The status says why.
        }

        return socket.HttpStatusCode;
    }

    private sealed record Seen(string Scheme, string Host, string Forwarding);
}
