using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Feeds;

/// <summary>What a stream carries, from its opening and changed while it is open.</summary>
public sealed class EventsChannelsTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

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
