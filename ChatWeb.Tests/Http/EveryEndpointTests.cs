using System.Net;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Http;

/// <summary>What holds for every address of a room, and that no address was forgotten here.</summary>
public sealed class EveryEndpointTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    /// <summary>Method and route of everything about a room, with a body that would do if one were let in.</summary>
    private static readonly (string Method, string Path, object? Body)[] OfRooms =
    [
        ("GET", "/api/chat/rooms/{id}", null),
        ("DELETE", "/api/chat/rooms/{id}", null),
        ("GET", "/api/chat/rooms/{id}/members", null),
        ("DELETE", "/api/chat/rooms/{id}/members/{user}", null),
        ("POST", "/api/chat/rooms/{id}/join", null),
        ("POST", "/api/chat/rooms/{id}/leave", null),
        ("POST", "/api/chat/rooms/{id}/read", new { number = 0 }),
        ("GET", "/api/chat/rooms/{id}/messages", null),
        ("POST", "/api/chat/rooms/{id}/messages", new { body = "hi" }),
        ("POST", "/api/chat/rooms/{id}/attachments", "bytes"),
        ("DELETE", "/api/chat/rooms/{id}/attachments/{attachment}", null),
        ("PUT", "/api/chat/rooms/{id}/attachments/{attachment}/preview", "bytes"),
        ("GET", "/rooms/{id}/files/{attachment}/name.png", null),
        ("GET", "/api/chat/rooms/{id}/messages/{message}", null),
        ("PATCH", "/api/chat/rooms/{id}/messages/{message}", new { body = "hi" }),
        ("DELETE", "/api/chat/rooms/{id}/messages/{message}", null),
        ("GET", "/api/chat/rooms/{id}/messages/{message}/history", null),
        ("POST", "/api/chat/rooms/{id}/messages/{message}/forward", new { room_id = 1 }),
        ("GET", "/api/chat/rooms/{id}/draft", null),
        ("PUT", "/api/chat/rooms/{id}/draft", new { body = "h" }),
        ("PUT", "/api/chat/rooms/{id}/messages/{message}/reactions/{emoji}", null),
        ("DELETE", "/api/chat/rooms/{id}/messages/{message}/reactions/{emoji}", null),
        ("PUT", "/api/chat/rooms/{id}/messages/{message}/pin", null),
        ("DELETE", "/api/chat/rooms/{id}/messages/{message}/pin", null),
        ("GET", "/api/chat/rooms/{id}/pins", null),
        ("GET", "/chat/poll/{id}?after=0", null),
        ("GET", "/chat/sse/{id}", null),
        ("GET", "/chat/sse/{id}/status", null),
        ("POST", "/chat/sse/{id}/typing", new { is_typing = true }),
        ("GET", "/rooms/{id}", null),
        ("POST", "/rooms/{id}/messages", "body=hi"),
        ("POST", "/rooms/{id}/join", ""),
        ("POST", "/rooms/{id}/leave", ""),
        ("GET", "/rooms/{id}/messages", null),
        ("PATCH", "/rooms/{id}/messages/{message}", "body=hi"),
        ("DELETE", "/rooms/{id}/messages/{message}", null),
        ("GET", "/rooms/{id}/messages/{message}/history", null),
        ("POST", "/rooms/{id}/read", "number=0"),
        ("GET", "/rooms/{id}/pins", null),
        ("GET", "/rooms/{id}/delete", null),
        ("POST", "/rooms/{id}/delete", ""),
        ("GET", "/rooms/{id}/members/{user}/remove", null),
        ("POST", "/rooms/{id}/members/{user}/remove", ""),
    ];

    private static readonly Guid Somebody = Guid.CreateVersion7();

    private static int _people;

    private ChatServer Server => fixture.Server;

    public static TheoryData<string, string> Rooms => [.. OfRooms.Select(e => (e.Method, e.Path))];

    public static TheoryData<string, string> Unsafe => [.. OfRooms.Where(e => e.Method != "GET").Select(e => (e.Method, e.Path)), ("POST", "/api/chat/rooms"), ("POST", "/rooms/new"), ("POST", "/account/profile"), ("POST", "/account/sign-out")];

    [Fact]
    public void The_list_has_every_route_with_a_room_in_it()
    {
        using var program = new ProgramInside();
        var routes = program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.Parameters.Any(p => p.Name is "roomId" or "id"))
            .Select(route => Plain(route.RoutePattern.RawText!))
            .Where(route => route != "chat/ws/{id}") // a WebSocket: SocketTests
            .ToHashSet();

        Assert.NotEmpty(routes);
        Assert.Equal(OfRooms.Select(e => e.Path[1..].Split('?')[0]).Where(path => !IsHandler(path)).Distinct().Order(), routes.Order());

        // A page's route says room and handler in one: rooms/{id}/{handler?}.
        static bool IsHandler(string path) => path is "rooms/{id}/join" or "rooms/{id}/leave";
        static string Plain(string route) => route
            .Replace("{roomId:long}", "{id}", StringComparison.Ordinal)
            .Replace("{userId:guid}", "{user}", StringComparison.Ordinal)
            .Replace("{attachmentId:long}", "{attachment}", StringComparison.Ordinal)
            .Replace("{name}", "name.png", StringComparison.Ordinal)
            .Replace("messages/{id:long}", "messages/{message}", StringComparison.Ordinal)
            .Replace("{messageId:long}", "{message}", StringComparison.Ordinal)
            .Replace("{id:long}/pins", "{id}/pins", StringComparison.Ordinal)
            .Replace("{id:long}/delete", "{id}/delete", StringComparison.Ordinal)
            .Replace("{id:long}/members", "{id}/members", StringComparison.Ordinal)
            .Replace("{id:long}/{handler:regex(^(join|leave|messages)$)?}", "{id}", StringComparison.Ordinal)
            .Trim('/');
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task A_private_room_answers_strangers_as_one_that_is_not_there(string method, string path)
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        var hidden = (await owner.CreateRoomAsync("Sehr geheim", kind: "private")).Id;
        using var stranger = await BrowserSession.RegisterAsync(Server, Email());
        var token = await stranger.HeaderTokenAsync();

        var (status, text) = await AnswerAsync(stranger.Http, method, path, hidden, token);
        var (unknownStatus, unknownText) = await AnswerAsync(stranger.Http, method, path, 987_654_321, token);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (status, unknownStatus));
        Assert.Equal(Stable(unknownText), Stable(text));
        Assert.Equal(0, (await owner.RoomAsync(hidden)).Head);

        // Antiforgery tokens differ from page to page.
        static string Stable(string html) => System.Text.RegularExpressions.Regex.Replace(html, "content=\"CfDJ[^\"]+\"|value=\"CfDJ[^\"]+\"", "");
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task Whoever_is_not_signed_in_gets_401_or_is_led_to_sign_in(string method, string path)
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        var open = (await owner.CreateRoomAsync()).Id;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Server.Address };

        using var answer = await http.SendAsync(Request(method, path, open, null));

        if (path.StartsWith("/rooms", StringComparison.Ordinal) && !answer.RequestMessage!.Headers.Contains("HX-Request"))
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.StartsWith("/account/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
        else
        {
            var problem = await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.Unauthorized);
            Assert.EndsWith(":unauthenticated", problem.Type, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await owner.RoomAsync(open)).Head);
    }

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task By_cookie_nothing_changes_without_the_antiforgery_token(string method, string path)
    {
        var email = Email();
        using var person = await BrowserSession.RegisterAsync(Server, email);
        using var api = await ChatApi.SignInAsync(Server, email, BrowserSession.Password);
        var room = (await api.CreateRoomAsync()).Id;
        var rooms = (await api.RoomsAsync()).Count(r => r.Member); // others make rooms meanwhile

        foreach (var token in new[] { null, "CfDJ8made-up" })
        {
            var (status, text) = await AnswerAsync(person.Http, method, path, room, token);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains("Reload", text, StringComparison.Ordinal);
        }

        Assert.True(await person.IsSignedInAsync());
        Assert.Equal(rooms, (await api.RoomsAsync()).Count(r => r.Member));
        Assert.Equal((0, true), ((await api.RoomAsync(room)).Head, (await api.RoomAsync(room)).Member));
    }

    [Theory]
    [InlineData("/api/chat/rooms/abc/messages")]
    [InlineData("/api/chat/rooms/99999999999999999999")]
    [InlineData("/api/chat/rooms/-1/messages")]
    [InlineData("/api/chat/rooms/1.5")]
    [InlineData("/chat/sse/abc")]
    [InlineData("/chat/sse/0")]
    public async Task A_room_that_can_not_be_is_not_there(string path)
    {
        using var person = await ChatApi.RegisterAsync(Server);

        using var answer = await person.Http.GetAsync(path);

        Assert.EndsWith(":not-found", (await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.NotFound)).Type, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AnswerAsync(HttpClient http, string method, string path, long room, string? token)
    {
        using var answer = await http.SendAsync(Request(method, path, room, token));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static HttpRequestMessage Request(string method, string path, long room, string? token)
    {
        var body = OfRooms.FirstOrDefault(e => e.Path == path && e.Method == method).Body;
        var request = new HttpRequestMessage(new HttpMethod(method), path
            .Replace("{id}", $"{room}", StringComparison.Ordinal)
            .Replace("{user}", $"{Somebody}", StringComparison.Ordinal)
            .Replace("{attachment}", "1", StringComparison.Ordinal)
            .Replace("{message}", "1", StringComparison.Ordinal)
            .Replace("{emoji}", Uri.EscapeDataString("👍"), StringComparison.Ordinal));
        if (method == "GET" && path == "/rooms/{id}/messages")
        {
            request.Headers.Add("HX-Request", "true"); // as a page it is a redirect to the room
        }

        if (method is "POST" or "PUT" or "PATCH")
        {
            request.Content = body is string form
                ? new StringContent(form, null, "application/x-www-form-urlencoded")
                : JsonContent.Create(body ?? new { });
        }

        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return request;
    }

    private static string Email() => $"every{Interlocked.Increment(ref _people)}@example.org";
}
