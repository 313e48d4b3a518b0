using System.Net;
using System.Text.Json;
using ChatWeb.Tests.Messages.Attachments;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Changes;

public sealed class ForwardTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_forwarded_message_says_the_same_in_another_room_and_who_said_it_first()
    {
        using var alice = await ChatApi.RegisterAsync(_server, "alice");
        using var bob = await ChatApi.RegisterAsync(_server, "bob");
        var (from, to, further) = ((await alice.CreateRoomAsync()).Id, (await bob.CreateRoomAsync(kind: "private")).Id, (await bob.CreateRoomAsync()).Id);
        await bob.JoinAsync(from);
        var first = await alice.PostAsync(from, "**hear** this");
        await using var stream = bob.Stream(to);
        await stream.NextAsync("connection_ack");

        var forwarded = await ForwardAsync(bob, from, first.Id, to, HttpStatusCode.Created);
        var again = await ForwardAsync(bob, to, Id(forwarded), further, HttpStatusCode.Created);

        Assert.Equal((to, "**hear** this"), (forwarded.GetProperty("room_id").GetInt64(), forwarded.GetProperty("body").GetString()));
        Assert.All(new[] { forwarded, again }, message =>
        {
            Assert.Equal(first.SenderUuid, message.GetProperty("forwarded_from").GetProperty("user_uuid").GetGuid());
            Assert.StartsWith("alice", message.GetProperty("forwarded_from").GetProperty("user_name").GetString(), StringComparison.Ordinal);
            Assert.StartsWith("bob", message.GetProperty("sender_name").GetString(), StringComparison.Ordinal);
        });
        var told = (await stream.NextAsync("new_message")).Json.GetProperty("message");
        Assert.Equal(forwarded.GetRawText(), told.GetRawText());

        Assert.Equal("message-forwarded", await bob.TryEditAsync(to, Id(forwarded), "what alice never said").ProblemAsync(HttpStatusCode.Conflict));

        // What becomes of the first afterwards concerns the first.
        await alice.DeleteAsync(from, first.Id);
        Assert.Equal("**hear** this", (await bob.MessageAsync(to, Id(forwarded))).Body);
    }

    [Fact]
    public async Task The_same_client_id_forwards_once()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var (from, to) = ((await person.CreateRoomAsync()).Id, (await person.CreateRoomAsync()).Id);
        var posted = await person.PostAsync(from, "once");
        var clientId = Guid.NewGuid();

        var first = await ForwardAsync(person, from, posted.Id, to, HttpStatusCode.Created, clientId);
        var second = await ForwardAsync(person, from, posted.Id, to, HttpStatusCode.OK, clientId);

        Assert.Equal(Id(first), Id(second));
        Assert.Equal(1, (await person.RoomAsync(to)).Head);
    }

    [Fact]
    public async Task Files_go_along_and_are_there_when_the_first_message_is_gone()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var (from, to) = ((await person.CreateRoomAsync()).Id, (await person.CreateRoomAsync()).Id);
        var file = await person.UploadAsync(from, [1, 2, 3], "plan.bin");
        var sent = await person.SendAsync(from, file.Id);

        var forwarded = await ForwardAsync(person, from, sent.Id, to, HttpStatusCode.Created);
        await person.DeleteAsync(from, sent.Id);

        var copy = Assert.Single(forwarded.GetProperty("attachments").EnumerateArray());
        Assert.Equal(("plan.bin", 3), (copy.GetProperty("name").GetString(), copy.GetProperty("size").GetInt64()));
        Assert.NotEqual(file.Id, copy.GetProperty("id").GetInt64());
        Assert.Equal([1, 2, 3], await person.Http.GetByteArrayAsync(copy.GetProperty("url").GetString()));
        Assert.Single((await person.MessageAsync(to, Id(forwarded))).Attachments);
        Assert.Empty((await person.MessageAsync(from, sent.Id)).Attachments);
    }

    [Fact]
    public async Task What_one_may_not_read_or_where_one_may_not_write_is_not_forwarded()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var other = await ChatApi.RegisterAsync(_server);
        var (hidden, open, own) = ((await owner.CreateRoomAsync(kind: "private")).Id, (await owner.CreateRoomAsync()).Id, (await other.CreateRoomAsync()).Id);
        var (secret, plain) = (await owner.PostAsync(hidden, "secret"), await owner.PostAsync(open, "plain"));
        var deleted = await owner.PostAsync(open, "gone");
        await owner.DeleteAsync(open, deleted.Id);

        Assert.Equal("not-found", await other.TryForwardAsync(hidden, secret.Id, own).ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("not-found", await other.TryForwardAsync(open, secret.Id, own).ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("not-found", await other.TryForwardAsync(open, plain.Id, hidden).ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("not-found", await other.TryForwardAsync(open, plain.Id, null).ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("not-a-member", await other.TryForwardAsync(open, plain.Id, open).ProblemAsync(HttpStatusCode.Forbidden));
        Assert.Equal("message-deleted", await other.TryForwardAsync(open, deleted.Id, own).ProblemAsync(HttpStatusCode.Conflict));
        Assert.Equal(0, (await other.RoomAsync(own)).Head);
    }

    [Fact]
    public async Task Nobody_answers_in_one_room_what_was_said_in_another()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var (here, there) = ((await person.CreateRoomAsync()).Id, (await person.CreateRoomAsync()).Id);
        var posted = await person.PostAsync(there, "over there");

        Assert.Equal("invalid-reply", await person.TryPostAsync(here, new { body = "no", reply_to = posted.Id }).ProblemAsync(HttpStatusCode.BadRequest));
    }

    private static async Task<JsonElement> ForwardAsync(ChatApi person, long room, long id, long to, HttpStatusCode expected, Guid? clientId = null)
    {
        using var answer = await person.TryForwardAsync(room, id, to, clientId);
        return await ChatApi.ReadAsync<JsonElement>(answer, expected);
    }

    private static long Id(JsonElement message) => message.GetProperty("id").GetInt64();
}
