using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

public sealed class RoomStreamTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_message_reaches_an_open_stream_with_its_place_in_the_sequence()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id);
        var ack = await stream.NextAsync();
        Assert.Equal("connection_ack", ack.Name);
        Assert.Equal(0, ack.Json.GetProperty("head").GetInt64());

        var posted = await person.PostAsync(room.Id, "Hello");
        var heard = Assert.Single(await stream.DurableAsync(1));

        Assert.Equal("new_message", heard.Name);
        Assert.Equal(1, heard.Id);
        Assert.Equal(posted.Id, heard.Json.GetProperty("message").GetProperty("id").GetInt64());
    }
}
