using System.Net;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Rooms;

public sealed class RoomTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_new_room_has_its_creator_as_its_member()
    {
        using var person = await ChatApi.RegisterAsync(_server);

        var room = await person.CreateRoomAsync("  산책 모임  ", topic: " every Sunday ");

        Assert.Equal(("산책 모임", "every Sunday", "public"), (room.Name, room.Topic, room.Kind));
        Assert.Equal((0, 0, 0, true), (room.Head, room.UnreadCount, room.MentionCount, room.Member));
        Assert.Null(room.LastMessageAt);
        Assert.Equal(room, await person.RoomAsync(room.Id));
    }

    [Fact]
    public async Task Unread_messages_are_counted_from_joining_and_reading_never_goes_back()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var reader = await ChatApi.RegisterAsync(_server);
        var room = await owner.CreateRoomAsync();
        await owner.PostAsync(room.Id, "before");
        await reader.JoinAsync(room.Id);
        Assert.Equal(0, (await reader.RoomAsync(room.Id)).UnreadCount);

        for (var i = 0; i < 3; i++)
        {
            await owner.PostAsync(room.Id, "after");
        }

        Assert.Equal(3, (await reader.RoomAsync(room.Id)).UnreadCount);
        Assert.Equal(0, (await owner.RoomAsync(room.Id)).UnreadCount);
        await ReadAsync(reader, room.Id, 3);
        Assert.Equal(1, (await reader.RoomAsync(room.Id)).UnreadCount);
        await ReadAsync(reader, room.Id, 2);
        Assert.Equal(1, (await reader.RoomAsync(room.Id)).UnreadCount);
        await ReadAsync(reader, room.Id, 4);
        Assert.Equal(0, (await reader.RoomAsync(room.Id)).UnreadCount);
    }

    [Theory]
    [InlineData("""{"number":5}""")]
    [InlineData("""{"number":-1}""")]
    [InlineData("""{"number":"two"}""")]
    [InlineData("{}")]
    public async Task Reading_up_to_a_number_that_is_not_there_is_refused(string json)
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await person.PostAsync(room.Id, "one");

        using var answer = await person.PostRawAsync($"/api/chat/rooms/{room.Id}/read", json);

        Assert.NotEmpty((await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest)).Errors!["number"]);
    }

    public static TheoryData<string, string> BadRooms => new()
    {
        { """{"name":"   ","kind":"public"}""", "name" },
        { """{"kind":"public"}""", "name" },
        { $$"""{"name":"{{new string('x', 200)}}","kind":"public"}""", "name" },
        { """{"name":"evil\u202egnp.exe","kind":"public"}""", "name" },
        { """{"name":"two\nlines","kind":"public"}""", "name" },
        { """{"name":"nul\u0000","kind":"public"}""", "name" },
        { """{"name":"\u200b\u200d","kind":"public"}""", "name" },
        { $$"""{"name":"x","kind":"public","topic":"{{new string('x', 251)}}"}""", "topic" },
        { """{"name":"x","kind":"secret"}""", "kind" },
        { """{"name":"x"}""", "kind" },
    };

    [Theory]
    [MemberData(nameof(BadRooms))]
    public async Task A_room_that_can_not_be_is_refused_with_its_field(string json, string field)
    {
        using var person = await ChatApi.RegisterAsync(_server);

        using var answer = await person.PostRawAsync("/api/chat/rooms", json);

        Assert.NotEmpty((await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest)).Errors![field]);
    }

    [Fact]
    public async Task A_private_room_is_not_there_for_anybody_else()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var stranger = await ChatApi.RegisterAsync(_server);
        var room = await owner.CreateRoomAsync(kind: "private");
        await owner.PostAsync(room.Id, "secret");
        var path = $"/api/chat/rooms/{room.Id}";

        HttpResponseMessage[] answers =
        [
            await stranger.Http.GetAsync(path),
            await stranger.Http.GetAsync($"{path}/messages"),
            await stranger.Http.PostAsync($"{path}/join", null),
            await stranger.Http.PostAsync($"{path}/leave", null),
            await stranger.Http.PostAsJsonAsync($"{path}/read", new { number = 1 }),
            await stranger.TryPostAsync(room.Id, new { body = "hi" }),
        ];

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.DoesNotContain(await stranger.RoomsAsync(), r => r.Id == room.Id);
        Assert.Contains(await owner.RoomsAsync(), r => r.Id == room.Id);
    }

    [Fact]
    public async Task Somebody_who_left_is_a_reader_until_they_join_again()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        var room = await owner.CreateRoomAsync();
        using var left = await owner.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);

        using var post = await owner.TryPostAsync(room.Id, new { body = "still here?" });
        Assert.Equal(HttpStatusCode.Forbidden, post.StatusCode);
        Assert.False((await owner.RoomAsync(room.Id)).Member);

        await owner.JoinAsync(room.Id);
        await owner.PostAsync(room.Id, "back");
    }

    [Fact]
    public async Task Joining_many_times_at_once_makes_one_member_and_one_event()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var guest = await ChatApi.RegisterAsync(_server);
        var room = await owner.CreateRoomAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => guest.JoinAsync(room.Id)));

        Assert.Equal(1, (await owner.RoomAsync(room.Id)).Head);
    }

    private static async Task ReadAsync(ChatApi reader, long roomId, long number)
    {
        using var answer = await reader.Http.PostAsJsonAsync($"/api/chat/rooms/{roomId}/read", new { number });
        await ChatApi.ExpectAsync(answer, HttpStatusCode.NoContent);
    }
}
