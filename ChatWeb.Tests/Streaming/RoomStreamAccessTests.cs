using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

/// <summary>Who may listen to a room, and for how long.</summary>
public sealed class RoomStreamAccessTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Whoever_leaves_a_private_room_stops_hearing_it()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        var room = await owner.CreateRoomAsync(kind: "private");
        await using var stream = owner.Stream(room.Id);
        await stream.NextAsync("connection_ack");

        using var left = await owner.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
        var bye = await stream.NextAsync("bye");
        await stream.Closed.WaitAsync(SseClient.Patience);

        Assert.Equal("removed", bye.Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Strangers_hear_a_public_room_and_never_a_private_one()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var stranger = await ChatApi.RegisterAsync(_server);
        var open = await owner.CreateRoomAsync();
        var hidden = await owner.CreateRoomAsync(kind: "private");

        await using var heard = stranger.Stream(open.Id);
        await heard.NextAsync("connection_ack");
        await owner.PostAsync(open.Id, "for everybody");
        await using var unheard = stranger.Stream(hidden.Id);
        await using var nothing = stranger.Stream(999_999);

        Assert.Equal("new_message", Assert.Single(await heard.DurableAsync(1)).Name);
        Assert.Equal(HttpStatusCode.NotFound, (await unheard.Answer).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nothing.Answer).StatusCode);
    }

    [Fact]
    public async Task A_stream_asks_programs_to_sign_in_with_401()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Address };

        using var answer = await http.GetAsync("/chat/sse/1");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
