using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Fallback;

public sealed class PollTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_poll_brings_the_same_events_as_the_stream()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id);
        await stream.NextAsync("connection_ack");
        await person.PostAsync(room.Id, "one");
        await person.PostAsync(room.Id, "two \"quoted\" 한국어");

        var answer = await person.GetAsync<JsonElement>($"/chat/poll/{room.Id}?after=0");

        var streamed = (await stream.DurableAsync(2)).Select(e => e.Json.GetRawText());
        Assert.Equal(streamed, answer.GetProperty("events").EnumerateArray().Select(e => e.GetRawText()));
        Assert.Equal(2, answer.GetProperty("head").GetInt64());
    }

    [Fact]
    public async Task The_page_gets_the_fragments_of_its_stream()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id, query: "");
        await stream.NextAsync("connection_ack");
        await person.PostAsync(room.Id, "**bold**");

        var answer = await person.GetAsync<JsonElement>($"/chat/poll/{room.Id}?after=0&format=html");

        var polled = Assert.Single(answer.GetProperty("events").EnumerateArray());
        Assert.Equal(1, polled.GetProperty("seq").GetInt64());
        Assert.Equal(Assert.Single(await stream.DurableAsync(1)).Data, polled.GetProperty("html").GetString());
    }

    [Fact]
    public async Task Nothing_new_is_said_at_once_with_the_servers_load()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();

        using var nothing = await person.Http.GetAsync($"/chat/poll/{room.Id}?after=0");
        using var nowhere = await person.Http.GetAsync("/chat/poll/999999?after=0");
        using var http = new HttpClient { BaseAddress = _server.Address };
        using var stranger = await http.GetAsync($"/chat/poll/{room.Id}?after=0");

        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized],
            new[] { nothing, nowhere, stranger }.Select(answer => answer.StatusCode));
        Assert.All([nothing, nowhere, stranger], answer => Assert.Matches(@"^(0\.\d\d|1\.00)$", Assert.Single(answer.Headers.GetValues("X-Server-Load"))));
        Assert.True(nothing.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?after=-1")]
    [InlineData("?after=x")]
    [InlineData("?after=1.5")]
    [InlineData("?after=99999999999999999999")]
    [InlineData("?after=0&wait=-1")]
    [InlineData("?after=0&wait=61")]
    [InlineData("?after=0&wait=soon")]
    public async Task What_makes_no_sense_is_refused(string query)
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();

        using var answer = await person.Http.GetAsync($"/chat/poll/{room.Id}{query}");

        var problem = await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest);
        Assert.NotEmpty(problem.Errors!);
    }

    [Fact]
    public async Task One_from_the_future_is_told_to_reload()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await person.PostAsync(room.Id, "one");

        foreach (var form in new[] { "", "&format=html" })
        {
            var answer = await person.GetAsync<JsonElement>($"/chat/poll/{room.Id}?after=7{form}");
            var reset = Assert.Single(answer.GetProperty("events").EnumerateArray());
            Assert.Equal("reset", reset.GetProperty("type").GetString());
            Assert.Equal(1, reset.GetProperty("head").GetInt64());
        }
    }

    [Fact]
    public async Task A_held_poll_ends_with_the_next_event_and_not_before()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        var held = person.GetAsync<JsonElement>($"/chat/poll/{room.Id}?after=0&wait=25");
        await person.UntilConnectedAsync(room.Id, 1);
        Assert.False(held.IsCompleted);

        var watch = Stopwatch.StartNew();
        await person.PostAsync(room.Id, "now");
        var answer = await held.WaitAsync(SseClient.Patience);

        Assert.Equal(1, Assert.Single(answer.GetProperty("events").EnumerateArray()).GetProperty("seq").GetInt64());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_held_poll_that_brings_nothing_ends_in_its_time()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        var watch = Stopwatch.StartNew();

        using var answer = await person.Http.GetAsync($"/chat/poll/{room.Id}?after=0&wait=2");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.4, 4);
    }

    [Fact]
    public async Task Held_polls_count_among_the_streams_of_a_user_and_end_when_the_room_is_left()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__MaxPerUser", "2"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync(kind: "private");
        var first = person.Http.GetAsync($"/chat/poll/{room.Id}?after=0&wait=25");
        var second = person.Http.GetAsync($"/chat/poll/{room.Id}?after=0&wait=25");

        // The third to come is refused; which that is, the server decides.
        var third = person.Http.GetAsync($"/chat/poll/{room.Id}?after=0&wait=25");
        var refused = await await Task.WhenAny(first, second, third).WaitAsync(SseClient.Patience);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        using var left = await person.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);

        var answers = await Task.WhenAll(first, second, third).WaitAsync(SseClient.Patience);
        Assert.Equal(2, answers.Count(answer => answer.StatusCode == HttpStatusCode.NotFound));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task A_client_that_only_polls_while_others_write_gets_every_event_once_in_order()
    {
        using var writer = await ChatApi.AdminAsync(_server);
        var people = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ChatApi.RegisterAsync(_server)));
        var room = await writer.CreateRoomAsync();
        await Task.WhenAll(people.Select(person => person.JoinAsync(room.Id)));
        var expected = people.Length * 11;
        var writing = Task.WhenAll(people.Select(async person =>
        {
            for (var i = 0; i < 10; i++)
            {
                await person.PostAsync(room.Id, $"message {i}");
            }
        }));

        var seen = new List<long>();
        while (seen.Count < expected)
        {
            using var answer = await writer.Http.GetAsync($"/chat/poll/{room.Id}?after={seen.LastOrDefault()}&wait=10").WaitAsync(SseClient.Patience);
            var body = await ChatApi.ReadAsync<JsonElement>(answer, HttpStatusCode.OK);
            seen.AddRange(body.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()));
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, expected).Select(i => (long)i), seen);
        Array.ForEach(people, person => person.Dispose());
    }

    [Fact]
    public async Task A_server_that_stops_answers_what_waits()
    {
        await using var server = await ChatServer.StartAsync();
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync();
        var held = person.Http.GetAsync($"/chat/poll/{room.Id}?after=0&wait=25");
        await person.UntilConnectedAsync(room.Id, 1);

        var took = await server.StopAsync();

        using var answer = await held.WaitAsync(SseClient.Patience);
        Assert.InRange(took, TimeSpan.Zero, ChatServer.StopLimit);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
