using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Commands;

/// <summary>What the composer commands, as the page's script sends it.</summary>
public sealed class SlashCommandTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    [Fact]
    public async Task Me_is_told_of_its_sender_and_once_for_a_client_id()
    {
        using var person = await Writer.RegisterAsync(fixture.Server);
        var room = (await person.Api.CreateRoomAsync()).Id;
        var clientId = Guid.NewGuid();
        await using var stream = person.Api.Stream(room);
        await stream.NextAsync("connection_ack");

        using var first = await person.SendAsync(room, "/me 손을 *흔들어요*", clientId);
        using var again = await person.SendAsync(room, "/me 손을 *흔들어요*", clientId);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Matches("<span class=\"actor\">hana[^<]*</span><p>손을 <em>흔들어요</em></p>", await first.Content.ReadAsStringAsync());
        var message = Assert.Single((await person.Api.PageAsync(room)).Messages);
        Assert.Equal(("action", "손을 *흔들어요*"), (message.Type, message.Body));
        var told = Assert.Single(await stream.DurableAsync(1)).Json.GetProperty("message");
        Assert.Equal(("action", "손을 *흔들어요*"), (told.GetProperty("type").GetString(), told.GetProperty("body").GetString()));
    }

    [Fact]
    public async Task The_owner_changes_the_topic_and_everybody_hears_of_it()
    {
        using var owner = await Writer.RegisterAsync(fixture.Server);
        using var guest = await Writer.RegisterAsync(fixture.Server);
        var room = (await owner.Api.CreateRoomAsync(topic: "Old")).Id;
        await guest.Api.JoinAsync(room);
        await using var stream = guest.Api.Stream(room);
        await stream.NextAsync("connection_ack");

        using var changed = await owner.SendAsync(room, "/topic 새 <주제> & more");
        using var refused = await guest.SendAsync(room, "/topic Mine");
        using var asked = await owner.SendAsync(room, "/TOPIC");

        Assert.Contains("새 &lt;주제&gt; &amp; more</q>", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("notice", Assert.Single(await stream.DurableAsync(1)).Json.GetProperty("message").GetProperty("type").GetString());
        Assert.Equal("새 <주제> & more", (await guest.Api.RoomAsync(room)).Topic);
        Assert.EndsWith(":command-not-allowed", (await ChatApi.ReadAsync<WireProblem>(refused, HttpStatusCode.Forbidden)).Type, StringComparison.Ordinal);
        Assert.Contains("The topic is: 새", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single((await owner.Api.PageAsync(room)).Messages);

        using var removed = await owner.SendAsync(room, "/topic -");
        Assert.Equal("", (await guest.Api.RoomAsync(room)).Topic);
        Assert.Contains("took the topic away", await removed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invite_and_help_answer_their_writer_alone_and_leave_leads_out()
    {
        using var owner = await Writer.RegisterAsync(fixture.Server);
        using var guest = await Writer.RegisterAsync(fixture.Server);
        var room = (await owner.Api.CreateRoomAsync()).Id;
        await guest.Api.JoinAsync(room);

        using var invite = await guest.SendAsync(room, "/invite");
        using var helpOfGuest = await guest.SendAsync(room, "/help");
        using var helpOfOwner = await owner.SendAsync(room, "/help");
        using var left = await guest.SendAsync(room, "/leave");

        Assert.Matches("value=\"http://[^\"]+/invite/[\\w-]{22}\"", await invite.Content.ReadAsStringAsync());
        Assert.DoesNotContain("/topic", await helpOfGuest.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("/topic", await helpOfOwner.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/rooms", Assert.Single(left.Headers.GetValues("HX-Redirect")));
        Assert.False((await guest.Api.RoomAsync(room)).Member);
        Assert.Empty((await owner.Api.PageAsync(room)).Messages);
    }

    [Theory]
    [InlineData("/nonsense now", ":unknown-command")]
    [InlineData("/me", ":invalid-body")]
    public async Task What_can_not_be_done_is_said_and_nothing_sent(string text, string type)
    {
        using var person = await Writer.RegisterAsync(fixture.Server);
        var room = (await person.Api.CreateRoomAsync()).Id;

        using var refused = await person.SendAsync(room, text);

        Assert.EndsWith(type, (await ChatApi.ReadAsync<WireProblem>(refused, HttpStatusCode.BadRequest)).Type, StringComparison.Ordinal);
        Assert.Empty((await person.Api.PageAsync(room)).Messages);
    }

    [Theory]
    [InlineData("//help", "/help")]
    [InlineData("/usr/bin is a path", "/usr/bin is a path")]
    [InlineData("/ alone", "/ alone")]
    public async Task A_text_may_begin_with_a_slash(string text, string said)
    {
        using var person = await Writer.RegisterAsync(fixture.Server);
        var room = (await person.Api.CreateRoomAsync()).Id;

        using var sent = await person.SendAsync(room, text);

        Assert.Equal(said, Assert.Single((await person.Api.PageAsync(room)).Messages).Body);
    }

    [Fact]
    public async Task Programs_are_never_interpreted_and_nobody_commands_from_outside()
    {
        using var owner = await Writer.RegisterAsync(fixture.Server);
        using var stranger = await Writer.RegisterAsync(fixture.Server);
        var room = (await owner.Api.CreateRoomAsync()).Id;
        var hidden = (await owner.Api.CreateRoomAsync(kind: "private")).Id;

        Assert.Equal("/help", (await owner.Api.PostAsync(room, "/help")).Body);
        foreach (var text in new[] { "/help", "/invite", "/leave", "/me waves" })
        {
            using var refused = await stranger.SendAsync(room, text);
            using var nowhere = await stranger.SendAsync(hidden, text);
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (refused.StatusCode, nowhere.StatusCode));
        }
    }

    /// <summary>Somebody at the room's page.</summary>
    private sealed class Writer(BrowserSession browser, ChatApi api, string token) : IDisposable
    {
        private static int _people;

        public ChatApi Api => api;

        public static async Task<Writer> RegisterAsync(ChatServer server)
        {
            var email = $"hana{Interlocked.Increment(ref _people)}@example.com";
            var browser = await BrowserSession.RegisterAsync(server, email);
            return new Writer(browser, await ChatApi.SignInAsync(server, email, BrowserSession.Password), await browser.HeaderTokenAsync());
        }

        public Task<HttpResponseMessage> SendAsync(long room, string text, Guid? clientId = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/rooms/{room}/messages")
            {
                Content = new FormUrlEncodedContent([new("body", text), new("client_id", (clientId ?? Guid.NewGuid()).ToString())]),
            };
            request.Headers.Add("HX-Request", "true");
            request.Headers.Add("RequestVerificationToken", token);
            return browser.Http.SendAsync(request);
        }

        public void Dispose()
        {
            browser.Dispose();
            api.Dispose();
        }
    }
}
