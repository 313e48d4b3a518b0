using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Http;

public sealed class PrivacyTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    [Fact]
    public async Task An_e_mail_is_shown_to_nobody_else_wherever_its_owner_appears()
    {
        const string Domain = "@secret.example";
        using var author = await BrowserSession.RegisterAsync(fixture.Server, "author" + Domain);
        using var writer = await ChatApi.SignInAsync(fixture.Server, "author" + Domain, BrowserSession.Password);
        using var reader = await BrowserSession.RegisterAsync(fixture.Server, "reader@example.org");
        using var api = await ChatApi.SignInAsync(fixture.Server, "reader@example.org", BrowserSession.Password);
        var room = (await writer.CreateRoomAsync()).Id;
        await writer.PostAsync(room, "hello");
        using var left = await writer.Http.PostAsync($"/api/chat/rooms/{room}/leave", null);
        await writer.JoinAsync(room);

        await using var json = api.Stream(room, "?format=json&last_event_id=0");
        await using var html = api.Stream(room, "?last_event_id=0");
        var said = string.Concat((await json.DurableAsync(3)).Concat(await html.DurableAsync(3)).Select(e => e.Data))
            + await api.Http.GetStringAsync("/api/chat/rooms")
            + await api.Http.GetStringAsync($"/api/chat/rooms/{room}/messages")
            + await reader.PageAsync($"/rooms/{room}")
            + await reader.PageAsync("/rooms");

        Assert.Contains("author", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Domain, said, StringComparison.OrdinalIgnoreCase);
    }
}
