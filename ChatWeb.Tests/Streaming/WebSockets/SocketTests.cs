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

    private static long Seq(JsonElement frame) => frame.GetProperty("seq").GetInt64();
}
