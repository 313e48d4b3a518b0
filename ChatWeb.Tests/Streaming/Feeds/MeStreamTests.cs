using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Feeds;

public sealed class MeStreamTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

    [Fact]
    public async Task It_begins_with_what_is_unread_in_every_room()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var guest = await ChatApi.RegisterAsync(Server);
        var quiet = await owner.CreateRoomAsync();
        var busy = await owner.CreateRoomAsync();
        await guest.JoinAsync(quiet.Id);
        await guest.JoinAsync(busy.Id);
        var said = await owner.PostAsync(busy.Id, "hello");
        await owner.PostAsync(busy.Id, "anybody?");

        await using var me = guest.Me();
        var ack = await me.NextAsync();
        var unread = new Dictionary<long, long>();
        while (unread.Count < 2)
        {
            var told = await me.NextAsync();
            Assert.Equal(("unread", 0L), (told.Name, told.Json.GetProperty("mention_count").GetInt64()));
            unread.Add(told.RoomId(), told.Json.GetProperty("unread_count").GetInt64());
        }

        var end = await me.NextAsync();

        Assert.Equal("connection_ack", ack.Name);
        Assert.Equal(30, ack.Json.GetProperty("heartbeat_seconds").GetDouble());
        Assert.True(ack.Json.GetProperty("retry_ms").GetInt32() > 0);
        Assert.NotEqual(said.SenderUuid, ack.Json.GetProperty("user_uuid").GetGuid());
        Assert.Equal((0, 2), (unread[quiet.Id], unread[busy.Id]));
        Assert.Equal("rooms", end.Name);
        Assert.Equal(unread.Keys.Order(), RoomIds(end).Order());
    }

    [Fact]
    public async Task A_room_that_went_while_no_stream_was_open_is_missing_in_what_the_next_one_begins_with()
    {
        using var guest = await ChatApi.RegisterAsync(Server);
        var room = await guest.CreateRoomAsync();
        await using (var before = guest.Me())
        {
            Assert.Equal([room.Id], RoomIds(await before.NextAsync("rooms")));
        }

        await guest.LeaveAsync(room.Id);
        await using var after = guest.Me();

        Assert.Empty(RoomIds(await after.NextAsync("rooms")));
    }

    [Fact]
    public async Task Unread_rises_with_what_others_say_and_falls_on_every_device_when_one_has_read()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var guest = await ChatApi.RegisterAsync(Server);
        var room = await owner.CreateRoomAsync();
        await guest.JoinAsync(room.Id);
        await using var phone = guest.Me();
        await using var desk = guest.Me();
        await phone.UnreadAsync(room.Id, 0);
        await desk.UnreadAsync(room.Id, 0);

        await owner.PostAsync(room.Id, "one");
        var last = await owner.PostAsync(room.Id, "two");
        await phone.UnreadAsync(room.Id, 2);
        await desk.UnreadAsync(room.Id, 2);
        await guest.ReadAsync(room.Id, last.Number);

        await phone.UnreadAsync(room.Id, 0);
        await desk.UnreadAsync(room.Id, 0);
    }

    [Fact]
    public async Task What_one_says_oneself_is_never_unread()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var guest = await ChatApi.RegisterAsync(Server);
        var room = await owner.CreateRoomAsync();
        await guest.JoinAsync(room.Id);
        await using var own = owner.Me();
        await using var other = guest.Me();
        await own.UnreadAsync(room.Id, 0);
        await other.UnreadAsync(room.Id, 0);

        for (var i = 1; i <= 5; i++)
        {
            await owner.PostAsync(room.Id, "again");
            await other.UnreadAsync(room.Id, i);
        }

        // The owner's streams are told in the same passes as the guest's.
        Assert.DoesNotContain(own.Arrived(), told => told.Name == "unread");
    }

    [Fact]
    public async Task Rooms_come_and_go_live()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var guest = await ChatApi.RegisterAsync(Server);
        var open = await owner.CreateRoomAsync("Open");
        await owner.PostAsync(open.Id, "before");
        var known = await guest.CreateRoomAsync();
        await using var me = guest.Me();
        await me.UnreadAsync(known.Id, 0); // what comes before belongs to the state that it begins with
        var own = await guest.CreateRoomAsync("Own", kind: "private");

        var created = await me.NextAsync("room_added");
        await guest.JoinAsync(open.Id);
        var joined = await me.NextAsync("room_added");
        await me.UnreadAsync(open.Id, 0);
        await owner.PostAsync(open.Id, "after");
        await me.UnreadAsync(open.Id, 1);
        await guest.LeaveAsync(open.Id);
        var left = await me.NextAsync("room_removed");

        Assert.Equal((own.Id, "Own"), (created.RoomId(), created.Json.GetProperty("room").GetProperty("name").GetString()));
        Assert.Equal((open.Id, "Open"), (joined.RoomId(), joined.Json.GetProperty("room").GetProperty("name").GetString()));
        Assert.True(joined.Json.GetProperty("room").GetProperty("member").GetBoolean());
        Assert.Equal(open.Id, left.RoomId());
        await owner.PostAsync(open.Id, "unheard");
        await guest.PostAsync(own.Id, "heard by oneself alone");
        await guest.JoinAsync(open.Id);
        await me.NextAsync("room_added");
        Assert.DoesNotContain(me.Arrived(), told => told.Name == "unread" && told.RoomId() == own.Id);
    }

    [Fact]
    public async Task A_user_may_hold_only_so_many_streams()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__MaxPerUser", "2"));
        using var person = await ChatApi.RegisterAsync(server);
        await using (var first = person.Me())
        {
            await using var second = person.Events();
            await first.NextAsync("connection_ack");
            await second.NextAsync("connection_ack");

            foreach (var path in new[] { "/chat/sse/me", "/sse/events", "/sse/chat" })
            {
                using var refused = await person.Http.GetAsync(path);
                Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
                Assert.NotNull(refused.Headers.RetryAfter);
            }
        }

        await using var third = await OpenAsync(person);
        Assert.Equal("connection_ack", (await third.NextAsync()).Name);
    }

    [Theory]
    [InlineData("/chat/sse/me")]
    [InlineData("/sse/events")]
    [InlineData("/sse/votes")]
    public async Task Programs_are_asked_to_sign_in_with_401(string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Server.Address };

        using var answer = await http.GetAsync(path);

        Assert.EndsWith(":unauthenticated", (await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.Unauthorized)).Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_it()
    {
        using var person = await ChatApi.RegisterAsync(Server);
        await using var me = person.Me();
        await using var events = person.Events();
        await me.NextAsync("connection_ack");
        await events.NextAsync("connection_ack");

        using var changed = await person.Http.PostAsync("/api/identity/manage/info", JsonBody(new { newPassword = "Battery-staple-2", oldPassword = ChatApi.Password }));
        await ChatApi.ExpectAsync(changed, HttpStatusCode.OK);

        Assert.Equal("signed_out", (await me.NextAsync("bye")).Json.GetProperty("reason").GetString());
        Assert.Equal("signed_out", (await events.NextAsync("bye")).Json.GetProperty("reason").GetString());
    }

    private static IEnumerable<long> RoomIds(SseEvent rooms) => rooms.Json.GetProperty("room_ids").EnumerateArray().Select(id => id.GetInt64());

    private static StringContent JsonBody(object value) =>
        new(System.Text.Json.JsonSerializer.Serialize(value), System.Text.Encoding.UTF8, "application/json");

    /// <summary>The server notices a moment later that a client left.</summary>
    private static async Task<SseClient> OpenAsync(ChatApi person)
    {
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (true)
        {
            var stream = person.Me();
            if ((await stream.Answer).IsSuccessStatusCode)
            {
                return stream;
            }

            await stream.DisposeAsync();
            await Task.Delay(50, limit.Token);
        }
    }
}
