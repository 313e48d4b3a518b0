using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

/// <summary>Where a stream goes on that was open before.</summary>
public sealed class RoomResumeTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_client_that_resumes_gets_every_event_once()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        var posted = new List<WireMessage>();
        for (var i = 1; i <= 6; i++)
        {
            posted.Add(await person.PostAsync(room.Id, $"message {i}"));
        }

        await using var byHeader = person.Stream(room.Id, "?format=json&last_event_id=6&last_message_id=0", lastEventId: "2");
        await using var byQuery = person.Stream(room.Id, $"?format=json&last_event_id=4&last_message_id={posted[0].Id}");
        await using var byMessage = person.Stream(room.Id, $"?format=json&last_message_id={posted[2].Id}");
        await using var fromStart = person.Stream(room.Id, "?format=json&last_event_id=0");
        await using var fromNow = person.Stream(room.Id);
        await fromNow.NextAsync("connection_ack");
        await person.PostAsync(room.Id, "message 7");

        Assert.Equal([3L, 4, 5, 6, 7], (await byHeader.DurableAsync(5)).Select(e => e.Id!.Value));
        Assert.Equal([5L, 6, 7], (await byQuery.DurableAsync(3)).Select(e => e.Id!.Value));
        Assert.Equal([4L, 5, 6, 7], (await byMessage.DurableAsync(4)).Select(e => e.Id!.Value));
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7], (await fromStart.DurableAsync(7)).Select(e => e.Id!.Value));
        Assert.Equal([7L], (await fromNow.DurableAsync(1)).Select(e => e.Id!.Value));
    }

    [Theory]
    [InlineData("?format=json&last_event_id=99")]
    [InlineData("?format=json&last_message_id=9999999")]
    public async Task A_client_from_the_future_is_told_to_reload_and_goes_on_from_the_head(string query)
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await person.PostAsync(room.Id, "one");

        await using var stream = person.Stream(room.Id, query);
        await stream.NextAsync("connection_ack");
        var reset = await stream.NextAsync();
        await person.PostAsync(room.Id, "two");

        Assert.Equal("reset", reset.Name);
        Assert.Equal(1, reset.Id);
        Assert.Equal(1, reset.Json.GetProperty("head").GetInt64());
        Assert.Equal(2, Assert.Single(await stream.DurableAsync(1)).Id);
    }

    [Theory]
    [InlineData("?last_event_id=x")]
    [InlineData("?last_event_id=-1")]
    [InlineData("?last_message_id=1.5")]
    public async Task A_resume_point_that_is_no_number_is_refused(string query)
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();

        using var answer = await person.Http.GetAsync($"/chat/sse/{room.Id}{query}");

        var problem = await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest);
        Assert.EndsWith("invalid-resume-point", problem.Type, StringComparison.Ordinal);
    }
}
