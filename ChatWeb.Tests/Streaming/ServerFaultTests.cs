using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

public sealed class ServerFaultTests
{
    [Fact]
    public async Task A_stream_resumed_after_the_server_was_killed_has_every_event_once_and_in_order()
    {
        await using var server = await ChatServer.StartAsync();
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync();
        var heard = new List<SseEvent>();
        var bodies = new List<string>();
        await using (var stream = person.Stream(room.Id))
        {
            await stream.NextAsync("connection_ack");
            for (var i = 1; i <= 4; i++)
            {
                bodies.Add((await person.PostAsync(room.Id, $"before {i}")).Body);
            }

            // Two are read; of the others only the server knows.
            heard.AddRange(await stream.DurableAsync(2));
            server.Kill();
        }

        await server.StartAsync();
        var last = heard[^1].Id!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using (var resumed = person.Stream(room.Id, lastEventId: last))
        {
            await resumed.NextAsync("connection_ack");
            for (var i = 1; i <= 3; i++)
            {
                bodies.Add((await person.PostAsync(room.Id, $"after {i}")).Body);
            }

            heard.AddRange(await resumed.DurableAsync(5));
            Assert.DoesNotContain(resumed.Arrived(), e => e.Id is not null);
        }

        Assert.Equal([1L, 2, 3, 4, 5, 6, 7], heard.Select(e => e.Id!.Value));
        Assert.Equal(bodies, heard.Select(BodyOf));
    }

    [Fact]
    public async Task Stopping_says_goodbye_and_does_not_wait_for_open_streams()
    {
        await using var server = await ChatServer.StartAsync();
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id);
        await stream.NextAsync("connection_ack");

        var took = await server.StopAsync();
        var bye = await stream.NextAsync("bye");

        Assert.Equal("shutdown", bye.Json.GetProperty("reason").GetString());
        Assert.True(took < TimeSpan.FromSeconds(5), $"Stopping took {took}.");
    }

    [Fact]
    public async Task Heartbeats_come_as_events_in_json_and_as_comments_in_html()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__HeartbeatSeconds", "0.5"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id);
        using var answer = await person.Http.GetAsync($"/chat/sse/{room.Id}", HttpCompletionOption.ResponseHeadersRead);
        using var html = new StreamReader(await answer.Content.ReadAsStreamAsync());

        var heartbeat = await stream.NextAsync("heartbeat");
        var second = await stream.NextAsync("heartbeat");
        var line = await LineStartingWithAsync(html, ":");

        Assert.Null(heartbeat.Id);
        Assert.True(second.Json.GetProperty("server_time").GetDateTimeOffset() > heartbeat.Json.GetProperty("server_time").GetDateTimeOffset());
        Assert.Equal(": heartbeat", line);
    }

    [Fact]
    public async Task A_stream_ends_after_its_life_and_says_so()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__LifeMinutes", "0.01"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync();
        await using var stream = person.Stream(room.Id);

        var bye = await stream.NextAsync("bye");
        await stream.Closed.WaitAsync(SseClient.Patience);

        Assert.Equal("expired", bye.Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_client_too_far_behind_is_told_to_reload()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__ResumeLimit", "2"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync();
        for (var i = 0; i < 4; i++)
        {
            await person.PostAsync(room.Id, "x");
        }

        await using var behind = person.Stream(room.Id, lastEventId: "1");
        await using var near = person.Stream(room.Id, lastEventId: "2");

        var reset = Assert.Single(await behind.DurableAsync(1));
        Assert.Equal("reset", reset.Name);
        Assert.Equal(4, reset.Id);
        Assert.Equal([3L, 4], (await near.DurableAsync(2)).Select(e => e.Id!.Value));
    }

    [Theory]
    [InlineData("Chat__Stream__HeartbeatSeconds", "0", "Chat:Stream:HeartbeatSeconds")]
    [InlineData("Chat__Posting__MaxBody", "-1", "Chat:Posting:MaxBody")]
    [InlineData("Database__Provider", "7", "Database")]
    public async Task A_setting_that_makes_no_sense_stops_the_start_and_is_named(string name, string value, string named)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ChatServer.StartAsync((name, value)));

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    private static string BodyOf(SseEvent heard) =>
        heard.Json.GetProperty("message").GetProperty("body").GetString()!;

    private static async Task<string> LineStartingWithAsync(StreamReader reader, string start)
    {
        while (await reader.ReadLineAsync().WaitAsync(SseClient.Patience) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new JsonException("The stream ended.");
    }
}
