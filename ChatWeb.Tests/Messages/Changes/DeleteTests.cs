using System.Net;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Changes;

public sealed class DeleteTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private const string Secret = "the secret word";

    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_deleted_message_leaves_a_tombstone_and_its_body_is_in_no_answer()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, $"{Secret} **bold**");
        await person.PostAsync(room, "a reply", replyTo: posted.Id);

        var deleted = await person.DeleteAsync(room, posted.Id);

        Assert.Equal(("", "", posted.Number, posted.Seq), (deleted.Body, deleted.Html, deleted.Number, deleted.Seq));
        Assert.NotNull(deleted.DeletedAt);
        Assert.Empty(deleted.Attachments);
        Assert.Empty(deleted.Reactions);
        Assert.Equal(2, (await person.PageAsync(room)).Messages.Count);
        using var browser = new HttpClient(new SocketsHttpHandler()) { BaseAddress = _server.Address };
        browser.DefaultRequestHeaders.Authorization = person.Http.DefaultRequestHeaders.Authorization;
        foreach (var path in new[]
        {
            $"/api/chat/rooms/{room}/messages", ChangeCalls.Path(room, posted.Id), $"/chat/poll/{room}?after=0", $"/chat/poll/{room}?after=0&format=html", "/api/chat/rooms",
        })
        {
            Assert.DoesNotContain(Secret, await browser.GetStringAsync(path), StringComparison.Ordinal);
        }

        var quote = (await person.GetAsync<JsonElement>($"/api/chat/rooms/{room}/messages")).GetProperty("messages")[1].GetProperty("quote");
        Assert.Equal((posted.Id, "", true), (quote.GetProperty("message_id").GetInt64(), quote.GetProperty("excerpt").GetString(), quote.GetProperty("deleted").GetBoolean()));
    }

    [Fact]
    public async Task A_deleted_messages_reactions_are_told_to_nobody_who_comes_later()
    {
        using var person = await ChatApi.RegisterAsync(_server, "reactor");
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, Secret);
        await person.ReactAsync(posted, "🎉");
        await person.DeleteAsync(room, posted.Id);

        await using var stream = person.Stream(room, lastEventId: "0");
        var streamed = (await stream.DurableAsync(3)).Select(e => e.Json).ToList();
        var polled = (await person.GetAsync<JsonElement>($"/chat/poll/{room}?after=0")).GetProperty("events").EnumerateArray().ToList();

        foreach (var events in new[] { streamed, polled })
        {
            Assert.Equal(["new_message", "reaction_updated", "message_deleted"], events.Select(e => e.GetProperty("type").GetString()));
            Assert.Equal(0, events[1].GetProperty("reactions").GetArrayLength());
            Assert.All(events, e => Assert.DoesNotContain("🎉", e.GetRawText(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Deleting_again_changes_nothing_and_editing_is_refused()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, Secret);
        var deleted = await person.DeleteAsync(room, posted.Id);

        Assert.Equivalent(deleted, await person.DeleteAsync(room, posted.Id));
        Assert.Equal("message-deleted", await person.TryEditAsync(room, posted.Id, "back").ProblemAsync(HttpStatusCode.Conflict));
        Assert.Equal(2, (await person.RoomAsync(room)).Head);
    }

    [Fact]
    public async Task Others_messages_are_deleted_by_the_rooms_owner_and_administrators_alone()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var writer = await ChatApi.RegisterAsync(_server);
        using var guest = await ChatApi.RegisterAsync(_server);
        using var admin = await ChatApi.AdminAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await writer.JoinAsync(room);
        await guest.JoinAsync(room);
        var (one, two) = (await writer.PostAsync(room, "one"), await writer.PostAsync(room, "two"));

        Assert.Equal("not-your-message", await guest.TryDeleteAsync(room, one.Id).ProblemAsync(HttpStatusCode.Forbidden));
        Assert.Null((await writer.MessageAsync(room, one.Id)).DeletedAt);
        Assert.NotNull((await owner.DeleteAsync(room, one.Id)).DeletedAt);
        Assert.NotNull((await admin.DeleteAsync(room, two.Id)).DeletedAt); // sees the public room without being a member
    }

    [Fact]
    public async Task What_a_message_said_before_is_kept_for_those_who_keep_order()
    {
        using var owner = await ChatApi.RegisterAsync(_server, "owner");
        using var writer = await ChatApi.RegisterAsync(_server, "writer");
        var room = (await owner.CreateRoomAsync()).Id;
        await writer.JoinAsync(room);
        var posted = await writer.PostAsync(room, "first");
        await writer.EditAsync(room, posted.Id, "second");
        await owner.DeleteAsync(room, posted.Id);
        var path = $"{ChangeCalls.Path(room, posted.Id)}/history";

        var history = await owner.GetAsync<JsonElement>(path);

        var versions = history.GetProperty("versions").EnumerateArray().ToList();
        Assert.Equal(["second", "first"], versions.Select(v => v.GetProperty("body").GetString()));
        Assert.StartsWith("owner", versions[0].GetProperty("user_name").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("writer", versions[1].GetProperty("user_name").GetString(), StringComparison.Ordinal);
        Assert.Equal("", history.GetProperty("message").GetProperty("body").GetString());
        Assert.Equal("forbidden", await writer.Http.GetAsync(path).ProblemAsync(HttpStatusCode.Forbidden));
        Assert.Equal("not-found", await owner.Http.GetAsync($"{ChangeCalls.Path(room, 987_654_321)}/history").ProblemAsync(HttpStatusCode.NotFound));
    }
}
