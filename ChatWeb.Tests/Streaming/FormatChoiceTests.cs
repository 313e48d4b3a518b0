using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

public sealed class FormatChoiceTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/json, text/event-stream", true)]
    [InlineData("text/event-stream;q=0.9, application/json", true)]
    [InlineData("*/*, application/json;q=0.1", true)]
    [InlineData("text/event-stream", false)]
    [InlineData("text/event-stream, application/json;q=0.9", false)]
    [InlineData("text/html, application/json;q=0.5", false)]
    [InlineData("application/json;q=0", false)]
    [InlineData("*/*", false)]
    public async Task Json_comes_to_those_who_like_it_no_less_than_what_the_page_gets(string accept, bool json)
    {
        using var person = await ChatApi.RegisterAsync(fixture.Server);
        var room = await person.CreateRoomAsync();
        await person.PostAsync(room.Id, "Hello");
        person.Http.DefaultRequestHeaders.Add("Accept", accept);

        await using var stream = person.Stream(room.Id, query: "?last_event_id=0");
        var heard = Assert.Single(await stream.DurableAsync(1));

        Assert.Equal(json ? "new_message" : "message", heard.Name);
        Assert.StartsWith(json ? "{" : "<hx-partial", heard.Data, StringComparison.Ordinal);
    }
}
