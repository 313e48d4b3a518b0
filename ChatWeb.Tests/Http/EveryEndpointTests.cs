using System.Net;
using ChatWeb.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Http;

/// <summary>What holds for every address of a room, and that no address was forgotten here.</summary>
public sealed class EveryEndpointTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private static int _people;

    private ChatServer Server => fixture.Server;

    public static TheoryData<string, string> Rooms => [.. RoomEndpoints.All.Select(e => (e.Method, e.Path))];

    public static TheoryData<string, string> Unsafe => [.. RoomEndpoints.All.Where(e => e.Method != "GET").Select(e => (e.Method, e.Path)), ("POST", "/api/chat/rooms"), ("POST", "/rooms/new"), ("POST", "/account/profile"), ("POST", "/account/sign-out")];

    [Fact]
    public void The_list_has_every_route_with_a_room_in_it()
    {
        using var program = new ProgramInside();
        var routes = program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.Parameters.Any(p => p.Name is "roomId" or "id"))
            .Select(route => RoomEndpoints.Plain(route.RoutePattern.RawText!))
            .Where(route => route != "chat/ws/{id}") // a WebSocket: SocketTests
            .ToHashSet();

        Assert.NotEmpty(routes);
        Assert.Equal(RoomEndpoints.All.Select(e => e.Path[1..].Split('?')[0]).Where(path => !IsHandler(path)).Distinct().Order(), routes.Order());

        // A page's route says room and handler in one: rooms/{id}/{handler?}.
        static bool IsHandler(string path) => path is "rooms/{id}/join" or "rooms/{id}/leave";
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

        using var answer = await http.SendAsync(RoomEndpoints.Request(method, path, open, null));

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
        using var answer = await http.SendAsync(RoomEndpoints.Request(method, path, room, token));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Email() => $"every{Interlocked.Increment(ref _people)}@example.org";
}
