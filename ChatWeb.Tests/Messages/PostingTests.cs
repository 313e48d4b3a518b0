using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages;

public sealed class PostingTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_message_comes_back_as_everybody_will_see_it()
    {
        using var person = await ChatApi.RegisterAsync(_server, "mina");
        var room = await person.CreateRoomAsync();
        var clientId = Guid.NewGuid();

        var first = await person.PostAsync(room.Id, "  Hello **you**\r\nagain  ", clientId);
        var reply = await person.PostAsync(room.Id, "me too", replyTo: first.Id);

        Assert.Equal("Hello **you**\nagain", first.Body);
        Assert.Contains("<strong>you</strong>", first.Html, StringComparison.Ordinal);
        Assert.Equal((1, 1, room.Id), (first.Number, first.Seq, first.RoomId));
        Assert.Equal(clientId, first.ClientId);
        Assert.StartsWith("mina", first.SenderName, StringComparison.Ordinal);
        Assert.DoesNotContain("@", first.SenderName, StringComparison.Ordinal);
        Assert.Equal("text", first.Type);
        Assert.Null(first.EditedAt);
        Assert.Null(first.DeletedAt);
        Assert.Empty(first.Attachments);
        Assert.Empty(first.Reactions);
        Assert.Equal(first.Id, reply.ReplyTo);
    }

    [Fact]
    public async Task The_same_client_id_again_changes_nothing()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        var other = await person.CreateRoomAsync();
        var message = new { body = "once", client_id = Guid.NewGuid() };

        using var first = await person.TryPostAsync(room.Id, message);
        using var again = await person.TryPostAsync(room.Id, message with { body = "twice" });
        using var elsewhere = await person.TryPostAsync(other.Id, message);

        var created = await ChatApi.ReadAsync<WireMessage>(first, HttpStatusCode.Created);
        var repeated = await ChatApi.ReadAsync<WireMessage>(again, HttpStatusCode.OK);
        Assert.Equal((created.Id, "once"), (repeated.Id, repeated.Body));
        Assert.NotEqual(created.Id, (await ChatApi.ReadAsync<WireMessage>(elsewhere, HttpStatusCode.Created)).Id);
        Assert.Equal(1, (await person.RoomAsync(room.Id)).Head);
    }

    [Fact]
    public async Task Writing_too_fast_is_refused_with_the_time_to_wait_but_a_repeat_is_not()
    {
        await using var server = await ChatServer.StartAsync();
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync();
        var said = new { body = "said", client_id = Guid.NewGuid() };
        using var first = await person.TryPostAsync(room.Id, said);
        for (var i = 0; i < 9; i++)
        {
            await person.PostAsync(room.Id, "more");
        }

        using var tooMany = await person.TryPostAsync(room.Id, new { body = "too many" });
        using var repeat = await person.TryPostAsync(room.Id, said);

        var problem = await ChatApi.ReadAsync<WireProblem>(tooMany, HttpStatusCode.TooManyRequests);
        Assert.EndsWith("too-many-messages", problem.Type, StringComparison.Ordinal);
        Assert.InRange(tooMany.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        Assert.Equal(HttpStatusCode.OK, repeat.StatusCode);
        Assert.Equal(10, (await person.RoomAsync(room.Id)).Head);
    }

    [Fact]
    public async Task One_who_wrote_too_fast_is_told_first_that_a_room_is_not_theirs()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1"), ("Chat__Posting__WindowSeconds", "600"));
        using var owner = await ChatApi.AdminAsync(server);
        using var person = await ChatApi.RegisterAsync(server);
        var room = await owner.CreateRoomAsync();
        await person.JoinAsync(room.Id);
        var clientId = Guid.NewGuid();
        await person.PostAsync(room.Id, "the only one", clientId);
        using var left = await person.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);

        using var again = await person.TryPostAsync(room.Id, new { body = "the only one", client_id = clientId });
        using var elsewhere = await person.TryPostAsync(room.Id + 1_000, new { body = "x" });

        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Only_members_write_and_strangers_learn_nothing_of_a_private_room()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var stranger = await ChatApi.RegisterAsync(_server);
        var open = await owner.CreateRoomAsync();
        var hidden = await owner.CreateRoomAsync(kind: "private");

        using var forbidden = await stranger.TryPostAsync(open.Id, new { body = "hi" });
        using var unknown = await stranger.TryPostAsync(hidden.Id, new { body = "hi" });
        using var nowhere = await stranger.TryPostAsync(999_999, new { body = "hi" });

        await ChatApi.ExpectAsync(forbidden, HttpStatusCode.Forbidden);
        Assert.Equal(
            await ChatApi.ReadAsync<WireProblem>(nowhere, HttpStatusCode.NotFound) with { Errors = null },
            await ChatApi.ReadAsync<WireProblem>(unknown, HttpStatusCode.NotFound) with { Errors = null });
    }

    [Fact]
    public async Task A_refusal_speaks_the_callers_language()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var stranger = await ChatApi.RegisterAsync(_server);
        stranger.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ko-KR,ko;q=0.9");
        var room = await owner.CreateRoomAsync();

        using var blank = await stranger.TryPostAsync(room.Id, new { body = " " });
        using var noMember = await stranger.TryPostAsync(room.Id, new { body = "hi" });

        Assert.Contains("입력", (await ChatApi.ReadAsync<WireProblem>(blank, HttpStatusCode.BadRequest)).Title, StringComparison.Ordinal);
        Assert.Contains("들어와야", (await ChatApi.ReadAsync<WireProblem>(noMember, HttpStatusCode.Forbidden)).Title, StringComparison.Ordinal);
    }
}
