using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.WebSockets;

public sealed class SocketTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_socket_starts_in_no_room_and_hears_those_that_it_joins()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var (one, two) = ((await person.CreateRoomAsync()).Id, (await person.CreateRoomAsync()).Id);
        await person.PostAsync(one, "before");
        await using var socket = await SocketClient.OpenAsync(_server, person, one);
        var ack = await socket.NextAsync("connection_ack");
        Assert.Equal((one, 1), (ack.GetProperty("room_id").GetInt64(), ack.GetProperty("head").GetInt64()));

        await person.PostAsync(one, "unheard");
        await socket.SendAsync(new { action = "join", room_id = one, after = 0 });
        await socket.SendAsync(new { action = "join", room_id = two });
        Assert.Equal(2, (await socket.NextAsync("joined")).GetProperty("head").GetInt64());
        Assert.Equal([1L, 2], (await socket.DurableAsync(2)).Select(Seq));
        await socket.NextAsync("joined");
        await person.PostAsync(two, "over there");
        var heard = await socket.NextAsync("new_message");
        Assert.Equal((two, "over there"), (heard.GetProperty("room_id").GetInt64(), heard.GetProperty("message").GetProperty("body").GetString()));

        await socket.SendAsync(new { action = "leave", room_id = two });
        await socket.NextAsync("left");
        await person.PostAsync(two, "unheard too");
        await person.PostAsync(one, "heard");
        Assert.Equal(one, (await socket.NextAsync("new_message")).GetProperty("room_id").GetInt64());
    }

    [Fact]
    public async Task What_is_said_on_a_socket_is_said_to_all_and_a_repeat_changes_nothing()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id);
        await stream.NextAsync("connection_ack");
        await using var socket = await SocketClient.OpenAsync(_server, person, room.Id);
        var message = new { body = "over the socket", client_id = Guid.NewGuid() };

        await socket.SendAsync(new { action = "message", room_id = room.Id, message });
        await socket.SendAsync(new { action = "message", room_id = room.Id, message });
        var first = await socket.NextAsync("message_accepted");
        var second = await socket.NextAsync("message_accepted");

        Assert.Equal(message.client_id, first.GetProperty("client_id").GetGuid());
        Assert.Equal(first.GetProperty("message").GetProperty("id").GetInt64(), second.GetProperty("message").GetProperty("id").GetInt64());
        Assert.Equal("over the socket", Assert.Single(await stream.DurableAsync(1)).Json.GetProperty("message").GetProperty("body").GetString());
        Assert.Equal(1, (await person.RoomAsync(room.Id)).Head);
        await socket.SendAsync(new { action = "typing", room_id = room.Id });
        Assert.Equal(1, (await stream.NextAsync("typing")).Json.GetProperty("users").GetArrayLength());
    }

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
    public async Task A_place_in_the_future_is_told_to_reload()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await person.PostAsync(room.Id, "one");
        await using var socket = await SocketClient.OpenAsync(_server, person, room.Id);

        await socket.SendAsync(new { action = "join", room_id = room.Id, after = 7 });

        Assert.Equal(1, (await socket.NextAsync("reset")).GetProperty("head").GetInt64());
        await person.PostAsync(room.Id, "two");
        Assert.Equal(2, Seq(await socket.NextAsync("new_message")));
    }

    [Fact]
    public async Task A_socket_that_joins_again_and_again_while_others_write_misses_nothing()
    {
        using var writer = await ChatApi.AdminAsync(_server);
        var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ChatApi.RegisterAsync(_server)));
        var room = await writer.CreateRoomAsync();
        await Task.WhenAll(people.Select(person => person.JoinAsync(room.Id)));
        var expected = people.Length * 11;
        await using var socket = await SocketClient.OpenAsync(_server, writer, room.Id);
        await socket.SendAsync(new { action = "join", room_id = room.Id, after = 0 });
        var writing = Task.WhenAll(people.Select(async person =>
        {
            for (var i = 0; i < 10; i++)
            {
                await person.PostAsync(room.Id, $"message {i}");
            }
        }));

        var seen = new List<long>();
        while (seen.Count < expected)
        {
            var seq = Seq(Assert.Single(await socket.DurableAsync(1)));
            if (seq <= seen.LastOrDefault())
            {
                continue; // sent before the answer to the newer join
            }

            seen.Add(seq);
            if (seq % 7 == 0)
            {
                await socket.SendAsync(new { action = "join", room_id = room.Id, after = seq });
            }
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, expected).Select(i => (long)i), seen);
        Array.ForEach(people, person => person.Dispose());
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
        Assert.InRange(await stopping, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private static long Seq(JsonElement frame) => frame.GetProperty("seq").GetInt64();
}
