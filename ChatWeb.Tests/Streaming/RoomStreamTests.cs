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
