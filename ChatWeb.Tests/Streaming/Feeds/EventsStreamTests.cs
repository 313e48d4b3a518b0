using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Feeds;

public sealed class EventsStreamTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

    [Fact]
    public async Task All_rooms_come_on_one_stream_and_messages_under_their_name_here()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var guest = await ChatApi.RegisterAsync(Server);
        var first = await owner.CreateRoomAsync();
        var second = await owner.CreateRoomAsync(kind: "private");
        await using var events = owner.Events();
        var ack = await events.NextAsync();

        await owner.PostAsync(first.Id, "one");
        await owner.PostAsync(second.Id, "two");
        await guest.JoinAsync(first.Id);
        var heard = await events.PointsAsync(3);

        Assert.Equal("connection_ack", ack.Name);
        Assert.Equal([first.Id, second.Id], ack.Json.GetProperty("rooms").EnumerateArray().Select(id => id.GetInt64()));
        Assert.Equal(["chat", "votes", "ai", "seats"], ack.Json.GetProperty("channels").Names());
        Assert.All(heard, told => Assert.Equal(told.Name, told.Json.GetProperty("type").GetString()));
        Assert.Equal(
            [(first.Id, "chat_message", 1L), (first.Id, "member_joined", 2L), (second.Id, "chat_message", 1L)],
            heard.Select(told => (told.RoomId(), told.Name, told.Seq())).Order());
        Assert.Equal("one", heard.Single(told => told.Name == "chat_message" && told.RoomId() == first.Id).Body());
    }

    [Fact]
    public async Task Who_types_is_told_and_programs_that_hear_all_rooms_are_not_here()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        var room = await owner.CreateRoomAsync();
        await using var events = owner.Events("?channels=chat");
        await using var votes = owner.Events("?channels=votes");
        await events.NextAsync("connection_ack");
        await votes.NextAsync("connection_ack");

        using var typing = await owner.PostRawAsync($"/chat/sse/{room.Id}/typing", """{"is_typing":true}""");
        var typed = await events.NextAsync();
        var status = await owner.GetAsync<System.Text.Json.JsonElement>($"/chat/sse/{room.Id}/status");

        await ChatApi.ExpectAsync(typing, HttpStatusCode.NoContent);
        Assert.Equal(("typing", null, 1), (typed.Name, typed.Point, typed.Json.GetProperty("users").GetArrayLength()));
        Assert.Equal(0, status.GetProperty("connections").GetInt32());
        Assert.Empty(votes.Arrived());
    }

    [Fact]
    public async Task Named_rooms_alone_are_carried_also_public_ones_of_others()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var stranger = await ChatApi.RegisterAsync(Server);
        var heard = await owner.CreateRoomAsync();
        var unheard = await owner.CreateRoomAsync();
        await using var events = stranger.Events($"?rooms={heard.Id}");
        await events.NextAsync("connection_ack");

        await owner.PostAsync(unheard.Id, "not for them");
        await owner.PostAsync(heard.Id, "for everybody");

        Assert.Equal("for everybody", Assert.Single(await events.PointsAsync(1)).Body());
    }

    [Fact]
    public async Task A_room_joined_while_it_is_open_begins_after_ones_own_joining()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var guest = await ChatApi.RegisterAsync(Server);
        var room = await owner.CreateRoomAsync();
        await owner.PostAsync(room.Id, "before");
        await using var events = guest.Events();
        await events.NextAsync("connection_ack");

        await guest.JoinAsync(room.Id);
        await owner.PostAsync(room.Id, "after");
        var heard = Assert.Single(await events.PointsAsync(1));
        var own = await guest.CreateRoomAsync();
        await guest.PostAsync(own.Id, "in a room of one's own");

        Assert.Equal(("after", 3L), (heard.Body(), heard.Seq()));
        Assert.Equal(own.Id, Assert.Single(await events.PointsAsync(1)).RoomId());
    }

    [Theory]
    [InlineData("public")]
    [InlineData("private")]
    public async Task A_room_that_is_left_ends_and_the_others_go_on(string kind)
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var guest = await ChatApi.RegisterAsync(Server);
        var left = await owner.CreateRoomAsync(kind: kind);
        var kept = await owner.CreateRoomAsync();
        if (kind == "public")
        {
            await guest.JoinAsync(left.Id);
        }

        await guest.JoinAsync(kept.Id);
        using var leaver = kind == "public" ? guest : owner; // nobody else gets into the private one here
        await using var events = leaver.Events();
        await using var me = leaver.Me();
        await events.NextAsync("connection_ack");
        await me.UnreadAsync(left.Id, 0);

        await leaver.LeaveAsync(left.Id);
        await me.NextAsync("room_removed");
        await guest.PostAsync(kept.Id, "still here");
        var heard = await events.NextAsync("chat_message");
        await using var resumed = leaver.Events(lastEventId: heard.Point);
        await resumed.NextAsync("connection_ack");
        await guest.PostAsync(kept.Id, "and here");

        Assert.Equal("still here", heard.Body());
        Assert.Equal("and here", Assert.Single(await resumed.PointsAsync(1)).Body());
        Assert.Equal("and here", (await events.NextAsync("chat_message")).Body());
    }
}
