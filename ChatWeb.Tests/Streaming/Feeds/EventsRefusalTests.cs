using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Feeds;

public sealed class EventsRefusalTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

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
}
