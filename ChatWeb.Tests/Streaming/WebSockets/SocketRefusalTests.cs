using System.Net;
using System.Net.WebSockets;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.WebSockets;

/// <summary>What a socket does not do, and how it ends.</summary>
public sealed class SocketRefusalTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"join\"")]
    [InlineData("""{"action":"dance","room_id":1}""")]
    [InlineData("""{"action":"join"}""")]
    [InlineData("""{"action":"join","room_id":"1"}""")]
    [InlineData("""{"action":"join","room_id":987654321}""")]
    [InlineData("""{"action":"join","room_id":ROOM,"after":-1}""")]
    [InlineData("""{"action":"leave","room_id":ROOM}""")]
    [InlineData("""{"action":"typing","room_id":ROOM,"is_typing":1}""")]
    [InlineData("""{"action":"message","room_id":ROOM}""")]
    [InlineData("""{"action":"message","room_id":ROOM,"message":{}}""")]
    [InlineData("""{"action":"message","room_id":ROOM,"message":{"body":" "}}""")]
    [InlineData("""{"action":"message","room_id":ROOM,"message":{"body":5}}""")]
    [InlineData("""{"action":"message","room_id":ROOM,"message":{"body":"x","client_id":"no uuid"}}""")]
    [InlineData("""{"action":"message","room_id":ROOM,"message":{"body":"x","reply_to":999999}}""")]
    [InlineData("binary")]
    public async Task A_bad_frame_is_answered_and_the_socket_stays_open(string frame)
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await using var socket = await SocketClient.OpenAsync(_server, person, room.Id);
        await socket.NextAsync("connection_ack");

        await socket.SendTextAsync(
            frame.Replace("ROOM", $"{room.Id}", StringComparison.Ordinal),
            frame == "binary" ? WebSocketMessageType.Binary : WebSocketMessageType.Text);

        var error = (await socket.NextAsync())!.Value;
        Assert.Equal("error", error.GetProperty("type").GetString());
        Assert.NotEmpty(error.GetProperty("detail").GetString()!);
        Assert.DoesNotContain("System.", error.GetRawText(), StringComparison.Ordinal);
        await socket.SendAsync(new { action = "join", room_id = room.Id });
        await socket.NextAsync("joined");
        Assert.Equal(0, (await person.RoomAsync(room.Id)).Head);
    }

    [Fact]
    public async Task A_frame_without_end_closes_the_socket()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await using var socket = await SocketClient.OpenAsync(_server, person, room.Id);
        await socket.NextAsync("connection_ack");

        await socket.SendTextAsync(new string(' ', 70_000));

        Assert.Null(await socket.NextAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.Closed);
    }

    [Fact]
    public async Task Who_may_not_is_refused_before_the_socket_opens()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var stranger = await ChatApi.RegisterAsync(_server);
        var hidden = await owner.CreateRoomAsync(kind: "private");

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.OpenAsync(_server, stranger, hidden.Id));
        using var plain = await owner.Http.GetAsync($"/chat/ws/{hidden.Id}");

        Assert.Contains("404", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UpgradeRequired, plain.StatusCode);
    }

    [Fact]
    public async Task A_cookie_opens_a_socket_only_from_the_servers_own_pages()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _server.Address };
        using var signedIn = await browser.PostAsync(
            "/api/identity/login?useCookies=true", System.Net.Http.Json.JsonContent.Create(new { email = person.Email, password = ChatApi.Password }));
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0];
        var own = _server.Address.GetLeftPart(UriPartial.Authority);

        await using var socket = await SocketClient.OpenAsync(_server, person, room.Id, own, cookie);
        await socket.NextAsync("connection_ack");
        foreach (var origin in new[] { "http://elsewhere.example", null, "null" })
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.OpenAsync(_server, person, room.Id, origin, cookie));
            Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_socket_hears_that_it_was_put_out_of_a_room_and_that_the_server_stops()
    {
        await using var server = await ChatServer.StartAsync();
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync(kind: "private");
        await using var socket = await SocketClient.OpenAsync(server, person, room.Id);
        await socket.SendAsync(new { action = "join", room_id = room.Id });
        await socket.NextAsync("joined");

        using var left = await person.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
        Assert.Equal("removed", (await socket.NextAsync("left")).GetProperty("reason").GetString());
        var stopping = server.StopAsync();

        var bye = await socket.NextAsync("bye");
        Assert.Equal("shutdown", bye.GetProperty("reason").GetString());
        Assert.True(bye.GetProperty("retry_ms").GetInt32() > 0);
        Assert.Null(await socket.NextAsync());
        Assert.InRange(await stopping, TimeSpan.Zero, ChatServer.StopLimit);
    }
}
