using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

public sealed class RoomStreamTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_message_reaches_an_open_stream_with_its_place_in_the_sequence()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id);
        await stream.NextAsync("connection_ack");

        var posted = await person.PostAsync(room.Id, "Hello");
        var heard = Assert.Single(await stream.DurableAsync(1));

        Assert.Equal("new_message", heard.Name);
        Assert.Equal(1, heard.Id);
        Assert.Equal("new_message", heard.Json.GetProperty("type").GetString());
        Assert.Equal(1, heard.Json.GetProperty("seq").GetInt64());
        Assert.Equal(room.Id, heard.Json.GetProperty("room_id").GetInt64());
        Assert.Equal(posted.SenderUuid, heard.Json.GetProperty("sender_uuid").GetGuid());
        Assert.Equal(posted.Id, heard.Json.GetProperty("message").GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task The_stream_opens_with_an_acknowledgement_and_the_headers_that_keep_proxies_from_buffering()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await person.PostAsync(room.Id, "before");
        person.Http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");

        await using var stream = person.Stream(room.Id);
        var answer = await stream.Answer;
        var first = await stream.NextAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl is { NoCache: true, NoStore: true });
        Assert.Equal("no", Assert.Single(answer.Headers.GetValues("X-Accel-Buffering")));
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal("connection_ack", first.Name);
        Assert.Null(first.Id);
        Assert.Equal(1, first.Json.GetProperty("head").GetInt64());
        Assert.Equal(room.Id, first.Json.GetProperty("room_id").GetInt64());
        Assert.True(first.Json.GetProperty("retry_ms").GetInt32() > 0);
        Assert.EndsWith("Z", first.Json.GetProperty("server_time").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_acknowledgement_tells_browsers_when_to_try_again()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();

        using var answer = await person.Http.GetAsync($"/chat/sse/{room.Id}", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Matches("^retry: [0-9]+$", await reader.ReadLineAsync().WaitAsync(SseClient.Patience));
    }

    [Fact]
    public async Task Without_json_the_stream_carries_unnamed_fragments_for_the_page()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id, query: "");
        await stream.NextAsync("connection_ack");

        var posted = await person.PostAsync(room.Id, "line one\n\nline two");
        var heard = Assert.Single(await stream.DurableAsync(1));

        Assert.Equal("message", heard.Name); // what parsers call an event without a name
        Assert.Equal(1, heard.Id);
        Assert.StartsWith("<hx-partial", heard.Data, StringComparison.Ordinal);
        Assert.Contains($"id=\"message-{posted.Id}\"", heard.Data, StringComparison.Ordinal);
        Assert.Contains("line two", heard.Data, StringComparison.Ordinal);
    }

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

    [Fact]
    public async Task Joining_and_leaving_are_events_of_the_room()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var guest = await ChatApi.RegisterAsync(_server, "guest");
        var room = await owner.CreateRoomAsync();
        await using var stream = owner.Stream(room.Id);
        await stream.NextAsync("connection_ack");

        await guest.JoinAsync(room.Id);
        await guest.JoinAsync(room.Id);
        using var left = await guest.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
        using var leftAgain = await guest.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
        await owner.PostAsync(room.Id, "alone again");
        var events = await stream.DurableAsync(3);

        Assert.Equal(["member_joined", "member_left", "new_message"], events.Select(e => e.Name));
        Assert.Equal([1L, 2, 3], events.Select(e => e.Id!.Value));
        Assert.Equal(1, events[1].Json.GetProperty("member_count").GetInt32());
        Assert.StartsWith("guest", events[0].Json.GetProperty("user_name").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, leftAgain.StatusCode);
    }

    [Fact]
    public async Task Whoever_leaves_a_private_room_stops_hearing_it()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        var room = await owner.CreateRoomAsync(kind: "private");
        await using var stream = owner.Stream(room.Id);
        await stream.NextAsync("connection_ack");

        using var left = await owner.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
        var bye = await stream.NextAsync("bye");
        await stream.Closed.WaitAsync(SseClient.Patience);

        Assert.Equal("removed", bye.Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Strangers_hear_a_public_room_and_never_a_private_one()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var stranger = await ChatApi.RegisterAsync(_server);
        var open = await owner.CreateRoomAsync();
        var hidden = await owner.CreateRoomAsync(kind: "private");

        await using var heard = stranger.Stream(open.Id);
        await heard.NextAsync("connection_ack");
        await owner.PostAsync(open.Id, "for everybody");
        await using var unheard = stranger.Stream(hidden.Id);
        await using var nothing = stranger.Stream(999_999);

        Assert.Equal("new_message", Assert.Single(await heard.DurableAsync(1)).Name);
        Assert.Equal(HttpStatusCode.NotFound, (await unheard.Answer).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nothing.Answer).StatusCode);
    }

    [Fact]
    public async Task A_stream_asks_programs_to_sign_in_with_401()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Address };

        using var answer = await http.GetAsync("/chat/sse/1");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Subscribing_while_others_publish_leaves_no_gap()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        for (var round = 0; round < 25; round++)
        {
            var room = await person.CreateRoomAsync();
            var posting = person.PostAsync(room.Id, "racing");
            await using var stream = person.Stream(room.Id, "?format=json&last_event_id=0");
            await posting;

            Assert.Equal(1, Assert.Single(await stream.DurableAsync(1)).Id);
            Assert.DoesNotContain(stream.Arrived(), e => e.Id is not null);
            using var fresh = await ChatApi.RegisterAsync(_server); // each person may post only so often
            await fresh.JoinAsync(room.Id);
            Assert.Equal(2, Assert.Single(await stream.DurableAsync(1)).Id);
            if (round % 8 == 7)
            {
                person.Http.DefaultRequestHeaders.Authorization = fresh.Http.DefaultRequestHeaders.Authorization;
            }
        }
    }
}
