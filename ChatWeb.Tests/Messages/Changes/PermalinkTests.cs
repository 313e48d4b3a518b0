using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Changes;

public sealed class PermalinkTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_link_to_a_deleted_message_opens_the_talk_at_its_tombstone()
    {
        using var reader = await BrowserSession.RegisterAsync(_server, "permalink@example.org");
        using var person = await ChatApi.SignInAsync(_server, "permalink@example.org", BrowserSession.Password);
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, "regretted");
        await person.PostAsync(room, "stays");
        await person.DeleteAsync(room, posted.Id);

        var page = await reader.OpenAsync($"/rooms/{room}?around={posted.Id}");

        Assert.Equal("This message was deleted.", page.QuerySelector($"#message-{posted.Id} .body")!.TextContent);
        Assert.Equal($"{posted.Id}", page.QuerySelector("main")!.GetAttribute("data-around"));
        Assert.Equal(["", "stays"], (await person.PageAsync(room, $"?around={posted.Id}")).Messages.Select(m => m.Body));
    }

    [Fact]
    public async Task A_link_to_nothing_or_to_what_one_may_not_see_leads_nowhere()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        var (hidden, open) = ((await owner.CreateRoomAsync(kind: "private")).Id, (await owner.CreateRoomAsync()).Id);
        var (secret, plain) = (await owner.PostAsync(hidden, "secret"), await owner.PostAsync(open, "plain"));
        using var stranger = await BrowserSession.RegisterAsync(_server, "stranger@example.org");

        foreach (var (room, message) in new[] { (hidden, secret.Id), (open, secret.Id), (open, 987_654_321L), (987_654_321L, plain.Id) })
        {
            using var page = await stranger.Http.GetAsync($"/rooms/{room}?around={message}");
            using var json = await stranger.Http.GetAsync($"/api/chat/rooms/{room}/messages?around={message}");
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.StatusCode, json.StatusCode));
            Assert.DoesNotContain("secret", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var malformed = await stranger.Http.GetAsync($"/rooms/{open}?around=x");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
    }
}
