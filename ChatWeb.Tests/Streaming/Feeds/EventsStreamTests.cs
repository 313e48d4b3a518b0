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

    [Fact]
    public async Task Its_channels_can_be_changed_while_it_is_open()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        var room = await owner.CreateRoomAsync();
        await using var events = owner.Events("?client_id=bot-1&channels=chat");
        Assert.Equal("bot-1", (await events.NextAsync("connection_ack")).Json.GetProperty("client_id").GetString());
        await owner.PostAsync(room.Id, "heard");
        Assert.Equal("heard", (await events.NextAsync("chat_message")).Body());

        using var off = await owner.CarryAsync("bot-1", "votes", "seats");
        var changed = await events.NextAsync("channels");
        await owner.PostAsync(room.Id, "unheard");
        using var on = await owner.CarryAsync("bot-1", "chat");
        var back = await events.NextAsync();
        await owner.PostAsync(room.Id, "heard again");
        var heard = await events.NextAsync("chat_message");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (off.StatusCode, on.StatusCode));
        Assert.Equal(["votes", "seats"], changed.Json.GetProperty("channels").Names());
        Assert.Equal("channels", back.Name);
        Assert.Equal("heard again", heard.Body());

        // What was passed over stays so, also for whoever resumes from the moment it was switched on.
        await using var resumed = owner.Events("?channels=chat", lastEventId: back.Point);
        Assert.Equal("heard again", Assert.Single(await resumed.PointsAsync(1)).Body());
    }

    [Fact]
    public async Task A_stream_can_be_changed_by_its_user_alone_and_the_newer_one_answers_to_the_name()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var stranger = await ChatApi.RegisterAsync(Server);
        await using var older = owner.Events("?client_id=same");
        await older.NextAsync("connection_ack");
        await using var newer = owner.Events("?client_id=same");
        await newer.NextAsync("connection_ack");

        using var foreign = await stranger.CarryAsync("same", "chat");
        using var unknown = await owner.CarryAsync("other", "chat");
        using var known = await owner.CarryAsync("same", "ai");
        await newer.NextAsync("channels");

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, known.StatusCode);
        Assert.DoesNotContain(older.Arrived(), told => told.Name == "channels");
    }

    [Theory]
    [InlineData("chat", true)]
    [InlineData("votes", false)]
    [InlineData("ai", false)]
    [InlineData("seats", false)]
    public async Task A_single_channel_has_an_address_of_its_own(string channel, bool carriesMessages)
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        var room = await owner.CreateRoomAsync();
        await using var events = owner.Events(path: $"/sse/{channel}");
        await using var all = owner.Events();
        var ack = await events.NextAsync("connection_ack");
        await all.NextAsync("connection_ack");

        await owner.PostAsync(room.Id, "hello");
        await all.NextAsync("chat_message");

        Assert.Equal([channel], ack.Json.GetProperty("channels").Names());
        if (carriesMessages)
        {
            await events.NextAsync("chat_message");
        }
        else
        {
            Assert.Empty(events.Arrived());
        }
    }

    [Theory]
    [InlineData("?channels=", HttpStatusCode.BadRequest)]
    [InlineData("?channels=chat,news", HttpStatusCode.BadRequest)]
    [InlineData("?channels=Chat", HttpStatusCode.BadRequest)]
    [InlineData("?rooms=", HttpStatusCode.BadRequest)]
    [InlineData("?rooms=1,two", HttpStatusCode.BadRequest)]
    [InlineData("?rooms=-1", HttpStatusCode.BadRequest)]
    [InlineData("?rooms=1.5", HttpStatusCode.BadRequest)]
    [InlineData("?rooms=0", HttpStatusCode.NotFound)]
    [InlineData("?rooms=987654321", HttpStatusCode.NotFound)]
    [InlineData("?client_id=", HttpStatusCode.BadRequest)]
    [InlineData("?client_id=a%20b", HttpStatusCode.BadRequest)]
    [InlineData("?client_id=a%00b", HttpStatusCode.BadRequest)]
    [InlineData("?client_id=a/b", HttpStatusCode.BadRequest)]
    [InlineData("?last_event_id=12", HttpStatusCode.BadRequest)]
    [InlineData("?last_event_id=%F0%9F%98%80", HttpStatusCode.BadRequest)]
    public async Task What_makes_no_sense_is_refused(string query, HttpStatusCode status)
    {
        using var person = await ChatApi.RegisterAsync(Server);

        using var answer = await person.Http.GetAsync("/sse/events" + query);

        await ChatApi.ReadAsync<WireProblem>(answer, status);
    }

    [Fact]
    public async Task Too_long_names_and_too_many_rooms_are_refused()
    {
        using var person = await ChatApi.RegisterAsync(Server);
        using var longest = await person.Http.GetAsync($"/sse/events?client_id={new string('x', 101)}");
        using var most = await person.Http.GetAsync($"/sse/events?rooms={string.Join(',', Enumerable.Range(1, 251))}");
        using var wrongChannel = await person.Http.GetAsync("/sse/votes?channels=chat");

        await ChatApi.ReadAsync<WireProblem>(longest, HttpStatusCode.BadRequest);
        Assert.Contains("rooms=", (await ChatApi.ReadAsync<WireProblem>(most, HttpStatusCode.BadRequest)).Title, StringComparison.Ordinal);
        await ChatApi.ReadAsync<WireProblem>(wrongChannel, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_private_room_of_others_is_not_there()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var stranger = await ChatApi.RegisterAsync(Server);
        var hidden = await owner.CreateRoomAsync(kind: "private");
        var open = await owner.CreateRoomAsync();

        using var answer = await stranger.Http.GetAsync($"/sse/events?rooms={open.Id},{hidden.Id}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"channels":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"channels":["news"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"channels":[1]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"channels":7}""", HttpStatusCode.BadRequest)]
    [InlineData("""{}""", HttpStatusCode.BadRequest)]
    [InlineData("""[]""", HttpStatusCode.BadRequest)]
    [InlineData("""{"channels":""", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("""{"channels":"chat, votes"}""", HttpStatusCode.NoContent)]
    public async Task A_change_that_makes_no_sense_is_refused(string body, HttpStatusCode status)
    {
        using var person = await ChatApi.RegisterAsync(Server);
        await using var events = person.Events("?client_id=bot%C3%A9");
        await events.NextAsync("connection_ack");

        using var answer = await person.Http.PutAsync(
            "/sse/events/bot%C3%A9/channels", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await ChatApi.ExpectAsync(answer, status);
    }

    [Fact]
    public async Task By_cookie_a_change_needs_the_antiforgery_token()
    {
        using var person = await BrowserSession.RegisterAsync(Server, "channels@example.org");

        using var without = await person.Http.PutAsync("/sse/events/x/channels", new StringContent("""{"channels":["chat"]}""", null, "application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/sse/events/x/channels") { Content = new StringContent("""{"channels":["chat"]}""", null, "application/json") };
        request.Headers.Add("RequestVerificationToken", await person.HeaderTokenAsync());
        using var with = await person.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, with.StatusCode); // there is no such stream
    }
}
