using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class ClaimTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Only_ones_own_files_of_this_room_that_were_not_sent_yet_can_be_sent()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        using var bob = await ChatApi.RegisterAsync(_server);
        var (here, there) = ((await alice.CreateRoomAsync()).Id, (await alice.CreateRoomAsync()).Id);
        await bob.JoinAsync(here);
        var elsewhere = await alice.UploadAsync(there, [1]);
        var bobs = await bob.UploadAsync(here, [1]);
        var sent = await alice.ShareAsync(here, [1]);
        var own = await alice.UploadAsync(here, [1]);

        foreach (var ids in (long[][])[[elsewhere.Id], [bobs.Id], [sent.Id], [own.Id, own.Id], [own.Id, 987_654_321], [-1], [0]])
        {
            Assert.Equal("invalid-attachments", await alice.TryPostAsync(here, new { body = "x", attachments = ids }).RefusalAsync(HttpStatusCode.BadRequest));
        }

        Assert.Equal("invalid-input", await alice.PostRawAsync($"/api/chat/rooms/{here}/messages", """{"attachments":["x"]}""").RefusalAsync(HttpStatusCode.BadRequest));
        Assert.Equal(1, (await alice.RoomAsync(here)).Head - 1); // Bob's joining, and the one that was sent
        Assert.Single((await alice.SendAsync(here, own.Id)).Attachments);
    }

    [Fact]
    public async Task A_message_may_be_files_alone_and_never_nothing()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var file = await alice.UploadAsync(room, [1]);

        Assert.Equal("invalid-body", await alice.TryPostAsync(room, new { body = " ", attachments = Array.Empty<long>() }).RefusalAsync(HttpStatusCode.BadRequest));
        var message = await alice.SendAsync(room, file.Id);

        Assert.Equal(("", ""), (message.Body, message.Html));
        Assert.Single(message.Attachments);
    }

    [Fact]
    public async Task Sent_again_under_its_id_it_is_the_same_message_with_its_files()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var file = await alice.UploadAsync(room, [1]);
        var message = new { body = "", client_id = Guid.NewGuid(), attachments = new[] { file.Id } };

        using var first = await alice.TryPostAsync(room, message);
        using var second = await alice.TryPostAsync(room, message);

        var (one, two) = (await ChatApi.ReadAsync<WireMessage>(first, HttpStatusCode.Created), await ChatApi.ReadAsync<WireMessage>(second, HttpStatusCode.OK));
        Assert.Equal(one.Id, two.Id);
        Assert.Equal(file.Id, Assert.Single(two.Attachments).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Of_many_messages_that_take_the_same_file_at_once_one_has_it()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var file = await alice.UploadAsync(room, [1]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => alice.TryPostAsync(room, new { attachments = new[] { file.Id } })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Whoever_may_not_write_in_a_room_sends_no_files_to_it()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        using var bob = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;

        Assert.Equal("not-a-member", await bob.TryUploadAsync(room, new ByteArrayContent([1])).RefusalAsync(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Nobody_takes_back_what_is_anothers_or_was_sent()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        using var bob = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        await bob.JoinAsync(room);
        var (kept, sent, own) = (await alice.UploadAsync(room, [1]), await bob.ShareAsync(room, [2]), await bob.UploadAsync(room, [3]));

        foreach (var id in (long[])[kept.Id, sent.Id, own.Id, own.Id])
        {
            using var answer = await bob.Http.DeleteAsync($"{Uploads.Path(room)}/{id}");
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        Assert.Equal([1], await alice.Http.GetByteArrayAsync(kept.Url));
        Assert.Equal([2], await bob.Http.GetByteArrayAsync(sent.Url));
        using var gone = await bob.Http.GetAsync(own.Url);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }
}
