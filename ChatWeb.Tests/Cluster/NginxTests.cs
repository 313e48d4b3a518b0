using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>Two nodes behind nginx as the README has it.</summary>
public sealed class NginxTests(ChatClusterFixture fixture) : IClassFixture<ChatClusterFixture>
{
    private ChatCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task A_cookie_of_one_node_is_good_on_the_other()
    {
        using var browser = await BrowserSession.RegisterAsync(Cluster.Nodes[0].Address, "both@example.org");
        foreach (var address in (Uri[])[Cluster.Nodes[0].Address, Cluster.Nodes[1].Address, Cluster.Address, Cluster.Address])
        {
            using var there = new BrowserSession(address);
            there.Http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
            Assert.True(await there.IsSignedInAsync());
        }
    }

    [Fact]
    public async Task Forms_and_messages_work_whichever_node_answers()
    {
        using var browser = await BrowserSession.RegisterAsync(Cluster.Address, "forms@example.org");
        using var api = await ChatApi.SignInAsync(Cluster.Address, "forms@example.org", BrowserSession.Password);
        var room = await api.CreateRoomAsync();

        for (var i = 1; i <= 6; i++)
        {
            Assert.Equal(i, (await api.PostAsync(room.Id, $"message {i}")).Number);
            using var page = await browser.OpenAsync($"/rooms/{room.Id}");
            Assert.Contains($"message {i}", page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stream_is_live_and_each_event_comes_by_itself()
    {
        using var person = await ChatApi.RegisterAsync(Cluster.Address);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id);
        await stream.NextAsync("connection_ack");

        for (var i = 1; i <= 3; i++)
        {
            await person.PostAsync(room.Id, $"live {i}");
            Assert.Equal(i, (await stream.DurableAsync(1))[0].Id); // before the next is even sent
        }
    }

    [Fact]
    public async Task A_socket_is_opened_by_cookie_from_the_sites_own_pages_only()
    {
        using var browser = await BrowserSession.RegisterAsync(Cluster.Address, "socket@example.org");
        using var api = await ChatApi.SignInAsync(Cluster.Address, "socket@example.org", BrowserSession.Password);
        var room = await api.CreateRoomAsync();
        var cookies = string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}"));
        await using var socket = await SocketClient.OpenAsync(Cluster.Address, api, room.Id, Cluster.Address.GetLeftPart(UriPartial.Authority), cookies);
        await socket.SendAsync(new { action = "join", room_id = room.Id, after = 0 });

        await api.PostAsync(room.Id, "over a socket");

        Assert.Single(await socket.DurableAsync(1));
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(
            () => SocketClient.OpenAsync(Cluster.Address, api, room.Id, Cluster.Nodes[0].Address.GetLeftPart(UriPartial.Authority), cookies));
    }

    [Fact]
    public async Task Over_http_2_and_tls_cookies_are_secure_and_streams_live()
    {
        using var own = X509CertificateLoader.LoadCertificateFromFile(Cluster.Nginx.CertificateFile);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => own.Equals(certificate) },
        })
        {
            BaseAddress = Cluster.Nginx.SecureAddress,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var person = await ChatApi.RegisterAsync(Cluster.Address);
        var room = await person.CreateRoomAsync();

        using (var page = await http.GetAsync("/account/sign-in"))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.All(page.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
        }

        http.DefaultRequestHeaders.Authorization = person.Http.DefaultRequestHeaders.Authorization;
        await using var stream = SseClient.Open(http, $"/chat/sse/{room.Id}?format=json");
        await stream.NextAsync("connection_ack");
        await person.PostAsync(room.Id, "multiplexed");
        Assert.Equal(1, (await stream.DurableAsync(1))[0].Id);
    }

    [Fact]
    public async Task One_clients_failed_sign_ins_are_not_held_against_another()
    {
        await using var cluster = await ChatCluster.StartAsync(2, ("Chat__SignIn__PerMinute", "2"));
        for (var refused = 0; refused < 2;)
        {
            // Either node counts for itself; two refusals in a row are one from each.
            refused = await SignInAsync(cluster.Address, "127.0.0.2") == HttpStatusCode.TooManyRequests ? refused + 1 : 0;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(cluster.Address, "127.0.0.3"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(cluster.Address, "127.0.0.3", forwardedFor: "127.0.0.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignInAsync(cluster.Address, "127.0.0.2", forwardedFor: "127.0.0.3"));
    }

    /// <summary>Fails to sign in, from an address of this machine.</summary>
    private static async Task<HttpStatusCode> SignInAsync(Uri server, string from, string? forwardedFor = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = server,
        };
        if (forwardedFor is not null)
        {
            http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        }

        using var answer = await http.PostAsJsonAsync("/api/identity/login", new { email = "nobody@example.org", password = "wrong password" });
        return answer.StatusCode;
    }
}
