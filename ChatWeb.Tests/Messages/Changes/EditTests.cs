using System.Net;
using ChatWeb.Tests.Messages.Attachments;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Changes;

public sealed class EditTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    public static TheoryData<string?> BadBodies => new("", " \n ", "\u200b", null, "a\0b", new string('x', 4_001));

    [Fact]
    public async Task An_edited_message_says_its_new_body_and_when_it_was_edited_and_keeps_its_place()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, "**first**");

        var edited = await person.EditAsync(room, posted.Id, "  *second*\r\nline ");

        Assert.Equal(("*second*\nline", posted.Number, posted.Seq, posted.ClientId), (edited.Body, edited.Number, edited.Seq, edited.ClientId));
        Assert.Contains("<em>second</em>", edited.Html, StringComparison.Ordinal);
        Assert.True(edited.EditedAt >= posted.CreatedAt);
        Assert.Equal(posted.CreatedAt, edited.CreatedAt);
        Assert.Equivalent(edited, await person.MessageAsync(room, posted.Id));
        Assert.Equivalent(edited, Assert.Single((await person.PageAsync(room)).Messages));
        Assert.Equal(2, (await person.RoomAsync(room)).Head);
        Assert.Equal(0, (await person.RoomAsync(room)).UnreadCount);
    }

    [Fact]
    public async Task The_same_body_again_is_no_change()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, "as it is");

        var same = await person.EditAsync(room, posted.Id, " as it is\n");

        Assert.Null(same.EditedAt);
        Assert.Equal(1, (await person.RoomAsync(room)).Head);
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_body_that_could_not_be_posted_is_refused(string? body)
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, "stays");

        Assert.Equal("invalid-body", await person.TryEditAsync(room, posted.Id, body).ProblemAsync(HttpStatusCode.BadRequest));
        Assert.Equal("stays", (await person.MessageAsync(room, posted.Id)).Body);
        Assert.Equal(1, (await person.RoomAsync(room)).Head);
    }

    [Fact]
    public async Task A_message_with_a_file_may_lose_its_words_and_keeps_the_file()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = (await person.CreateRoomAsync()).Id;
        var sent = await person.SendAsync(room, (await person.UploadAsync(room, [1])).Id);
        await person.EditAsync(room, sent.Id, "words");

        var edited = await person.EditAsync(room, sent.Id, " ");

        Assert.Equal("", edited.Body);
        Assert.Single(edited.Attachments);
    }

    [Fact]
    public async Task Nobody_edits_what_somebody_else_wrote_not_even_the_rooms_owner_or_an_administrator()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var writer = await ChatApi.RegisterAsync(_server);
        using var admin = await ChatApi.AdminAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await writer.JoinAsync(room);
        await admin.JoinAsync(room);
        var posted = await writer.PostAsync(room, "mine");

        Assert.Equal("not-your-message", await owner.TryEditAsync(room, posted.Id, "theirs").ProblemAsync(HttpStatusCode.Forbidden));
        Assert.Equal("not-your-message", await admin.TryEditAsync(room, posted.Id, "theirs").ProblemAsync(HttpStatusCode.Forbidden));
        Assert.Equal("mine", (await writer.MessageAsync(room, posted.Id)).Body);
    }

    [Fact]
    public async Task What_is_not_there_for_somebody_they_can_neither_read_nor_edit_nor_delete()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var stranger = await ChatApi.RegisterAsync(_server);
        var (hidden, open) = ((await owner.CreateRoomAsync(kind: "private")).Id, (await owner.CreateRoomAsync()).Id);
        var posted = await owner.PostAsync(hidden, "secret");

        // In a room that one does not see; in another room than it is in; and one that there never was.
        foreach (var (who, room, id) in new[] { (stranger, hidden, posted.Id), (owner, open, posted.Id), (owner, hidden, 987_654_321L), (owner, 987_654_321L, posted.Id) })
        {
            Assert.Equal("not-found", await who.Http.GetAsync(ChangeCalls.Path(room, id)).ProblemAsync(HttpStatusCode.NotFound));
            Assert.Equal("not-found", await who.TryEditAsync(room, id, "hello").ProblemAsync(HttpStatusCode.NotFound));
            Assert.Equal("not-found", await who.TryDeleteAsync(room, id).ProblemAsync(HttpStatusCode.NotFound));
        }

        Assert.Equal(1, (await owner.RoomAsync(hidden)).Head);
    }

    [Fact]
    public async Task Who_has_left_the_room_changes_nothing_in_it_any_more()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var guest = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await guest.JoinAsync(room);
        var posted = await guest.PostAsync(room, "before I go");
        using var left = await guest.Http.PostAsync($"/api/chat/rooms/{room}/leave", null);

        Assert.Equal("not-a-member", await guest.TryEditAsync(room, posted.Id, "too late").ProblemAsync(HttpStatusCode.Forbidden));
        Assert.Equal("not-a-member", await guest.TryDeleteAsync(room, posted.Id).ProblemAsync(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Edits_count_with_the_messages_that_one_may_write()
    {
        await using var server = await ChatServer.StartAsync();
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, "0");
        for (var i = 1; i < 10; i++)
        {
            await person.EditAsync(room, posted.Id, $"{i}");
        }

        using var answer = await person.TryEditAsync(room, posted.Id, "10");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("9", (await person.EditAsync(room, posted.Id, "9")).Body); // changes nothing and costs nothing
    }
}
