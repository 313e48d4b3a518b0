using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Rooms;

public sealed class RoomKeepingTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Theory]
    [InlineData("public")]
    [InlineData("private")]
    public async Task The_owner_removes_a_member_and_the_room_hears_of_it(string kind)
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var member = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync(kind: kind)).Id;
        var invitation = await Invitations.InviteAsync(_server, owner, member, room);
        await using var stream = owner.Stream(room);
        await using var theirs = member.Stream(room);
        await stream.NextAsync("connection_ack");
        await theirs.NextAsync("connection_ack");
        var id = await IdAsync(member, room);

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(owner, $"{room}/members/{id}"));
        Assert.Equal(id, (await stream.NextAsync("member_left")).Json.GetProperty("user_uuid").GetGuid());
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(owner, $"{room}/members/{id}"));

        using var posted = await member.TryPostAsync(room, new { body = "still here" });
        if (kind == "public")
        {
            await theirs.NextAsync("member_left");
            Assert.Equal(HttpStatusCode.Forbidden, posted.StatusCode);
            await member.JoinAsync(room);
        }
        else
        {
            Assert.Equal("removed", (await theirs.NextAsync("bye")).Json.GetProperty("reason").GetString());
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
            using var browser = new BrowserSession(_server);
            using var _ = await browser.SignInAsync(member.Email, ChatApi.Password);
            using var back = await browser.Http.GetAsync(invitation);
            Assert.Equal(HttpStatusCode.NotFound, back.StatusCode);
        }
    }

    [Fact]
    public async Task Members_remove_and_delete_nothing_and_strangers_do_not_see_the_room()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var member = await ChatApi.RegisterAsync(_server);
        using var stranger = await ChatApi.RegisterAsync(_server);
        var open = (await owner.CreateRoomAsync()).Id;
        var hidden = (await owner.CreateRoomAsync(kind: "private")).Id;
        await member.JoinAsync(open);
        var ownerId = await IdAsync(owner, open);

        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(member, $"{open}"));
        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(member, $"{open}/members/{ownerId}"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(stranger, $"{hidden}"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(stranger, $"{hidden}/members/{ownerId}"));
        using var admin = await ChatApi.AdminAsync(_server);
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(admin, $"{hidden}"));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(admin, $"{open}/members/{ownerId}"));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(admin, $"{open}"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(admin, $"{open}"));
    }

    [Fact]
    public async Task A_deleted_room_is_nowhere_any_more()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var member = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync("Old plans")).Id;
        var invitation = await Invitations.InviteAsync(_server, owner, member, room);
        var clientId = Guid.NewGuid();
        var said = await member.PostAsync(room, "Hello", clientId);
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(owner, $"{room}"));

        string[] addresses =
        [
            $"/api/chat/rooms/{room}", $"/api/chat/rooms/{room}/messages", $"/chat/sse/{room}", $"/chat/sse/{room}/status", $"/chat/poll/{room}?after=0",
            $"/sse/events?rooms={room}", $"/rooms/{room}", $"/rooms/{room}?before={said.Id}", $"/rooms/{room}/delete", invitation,
        ];
        foreach (var address in addresses)
        {
            using var answer = await member.Http.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{address}: {answer.StatusCode}");
        }

        foreach (var (path, body) in new[] { ("join", "{}"), ("leave", "{}"), ("read", """{"number":1}"""), ("messages", $$"""{"body":"Hello","client_id":"{{clientId}}"}""") })
        {
            using var answer = await member.PostRawAsync($"/api/chat/rooms/{room}/{path}", body);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
        }

        Assert.DoesNotContain(await member.RoomsAsync(), r => r.Id == room);
        Assert.DoesNotContain(await owner.RoomsAsync(), r => r.Id == room);
    }

    [Fact]
    public async Task Of_posts_that_race_with_the_deletion_each_is_stored_before_it_or_refused()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await using var stream = owner.Stream(room);
        await stream.NextAsync("connection_ack");
        var writers = Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var stored = 0; ; stored++)
            {
                using var answer = await owner.TryPostAsync(room, new { body = "more" });
                if (answer.StatusCode != HttpStatusCode.Created)
                {
                    Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                    return stored;
                }
            }
        }).ToList();
        var first = Assert.Single(await stream.DurableAsync(1));

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(owner, $"{room}"));
        var stored = (await Task.WhenAll(writers)).Sum();
        List<long> heard = [first.Id!.Value, .. (await stream.RestAsync()).Where(e => e.Id is not null).Select(e => e.Id!.Value)];
        Assert.Equal(Enumerable.Range(1, heard.Count).Select(i => (long)i), heard);
        Assert.InRange(heard.Count, 1, stored);
    }

    [Fact]
    public async Task By_plain_forms_a_member_is_removed_and_a_room_deleted()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        using var owner = await BrowserSession.RegisterAsync(_server, email);
        using var api = await ChatApi.SignInAsync(_server, email, BrowserSession.Password);
        using var member = await ChatApi.RegisterAsync(_server);
        var room = (await api.CreateRoomAsync("Old plans")).Id;
        await member.JoinAsync(room);
        var id = await IdAsync(member, room);
        var page = await owner.OpenAsync($"/rooms/{room}");
        Assert.Equal($"/rooms/{room}/members/{id}/remove", page.QuerySelector($"#people[data-may-remove] #member-{id} a.remove")!.GetAttribute("href"));

        using var removed = await owner.SendAsync(await owner.OpenAsync($"/rooms/{room}/members/{id}/remove"), "main form");
        Assert.Equal(HttpStatusCode.SeeOther, removed.StatusCode);
        Assert.False((await member.RoomAsync(room)).Member);

        var ask = await owner.OpenAsync(page.QuerySelector("#people .ends a")!.GetAttribute("href")!);
        Assert.Contains("Old plans", ask.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        using var deleted = await owner.SendAsync(ask, "main form");
        Assert.Equal(HttpStatusCode.SeeOther, deleted.StatusCode);
        using var gone = await owner.Http.GetAsync($"/rooms/{room}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task<HttpStatusCode> DeleteAsync(ChatApi person, string path)
    {
        using var answer = await person.Http.DeleteAsync($"/api/chat/rooms/{path}");
        return answer.StatusCode;
    }

    /// <summary>Who somebody is: what they say is told under their id.</summary>
    private static async Task<Guid> IdAsync(ChatApi person, long room) => (await person.PostAsync(room, "it's me")).SenderUuid;
}
