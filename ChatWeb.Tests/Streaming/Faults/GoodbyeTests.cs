using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text.Json;
using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>Streams that the server ends on purpose, or does not open: the client is told why, and goes on without a loss.</summary>
public sealed class GoodbyeTests
{
    [Fact]
    public async Task Streams_whose_life_is_over_are_resumed_unnoticed()
    {
        const int Clients = 10;
        const int Lives = 3;
        await using var server = await ChatServer.StartAsync(
            ("Chat__Posting__Messages", "1000000"), ("Chat__Stream__LifeMinutes", "0.02"), ("Chat__Stream__HeartbeatSeconds", "0.2"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        var followers = await Follower.StartManyAsync(Clients, person, room);
        var writer = new StubbornWriter(person, room);
        using var enough = new CancellationTokenSource();
        var writing = writer.SayUntilAsync(enough.Token, TimeSpan.FromMilliseconds(10));

        foreach (var follower in followers)
        {
            while (follower.Byes.Count < Lives)
            {
                await follower.ReachAsync(follower.Heard.Count + 1);
            }
        }

        await enough.CancelAsync();
        await writing;

        await Follower.AllHaveEverythingAsync(followers, writer.Acknowledged.Count);
        Assert.All(followers.SelectMany(follower => follower.Byes), bye => Assert.Equal("expired", bye.Reason));
    }

    [Theory]
    [InlineData("SubscriberEvents", "5")]
    [InlineData("SubscriberBytes", "300000")]
    public async Task A_reader_past_its_bounds_hears_that_it_lags_and_resumes_with_the_next(string bound, string value)
    {
        const int Messages = 150;
        var body = string.Concat(Enumerable.Repeat("😀", 4_000)); // about 100 KB as an event
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"), ($"Chat__Stream__{bound}", value), ("Chat__Stream__FlushSeconds", "60"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        using var slow = WithSmallBuffer(person);
        using var answer = await slow.GetAsync($"/chat/sse/{room}?format=json", HttpCompletionOption.ResponseHeadersRead);
        for (var i = 0; i < Messages; i++)
        {
            await person.PostAsync(room, body);
        }

        // Now it reads: what was on its way, then the goodbye, then the end.
        var read = await ReadToEndAsync(answer);
        var heard = read.Where(e => e.Name == "new_message").Select(e => e.Json.GetProperty("seq").GetInt64()).ToList();
        Assert.Equal(Enumerable.Range(1, heard.Count).Select(i => (long)i), heard);
        Assert.InRange(heard.Count, 1, Messages - 1);
        Assert.Equal(("bye", "lagging"), (read[^1].Name, read[^1].Json.GetProperty("reason").GetString()));
        await using var resumed = Follower.Start(person, room, heard.Count);
        await resumed.ReachAsync(Messages);
        resumed.HasAllUpTo(Messages, heard.Count);
    }

    [Fact]
    public async Task Who_holds_too_many_streams_is_told_when_to_try_again_and_may_when_one_closed()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__MaxPerUser", "3"));
        using var person = await ChatApi.RegisterAsync(server);
        using var other = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        var first = person.Stream(room);
        await first.NextAsync("connection_ack");
        await using var second = person.Stream(room, query: "");
        await second.NextAsync("connection_ack");
        await using var socket = await SocketClient.OpenAsync(server, person, room);

        using var tooMany = await person.Http.GetAsync($"/chat/sse/{room}");
        using var held = await person.Http.GetAsync($"/chat/poll/{room}?after=0&wait=20");
        using var short_ = await person.Http.GetAsync($"/chat/poll/{room}?after=0");
        await using var theirs = other.Stream(room);

        Assert.EndsWith("too-many-streams", (await ChatApi.ReadAsync<WireProblem>(tooMany, HttpStatusCode.TooManyRequests)).Type, StringComparison.Ordinal);
        Assert.True(tooMany.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.TooManyRequests, held.StatusCode);
        Assert.True(held.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.NoContent, short_.StatusCode);
        await theirs.NextAsync("connection_ack");

        await first.DisposeAsync();
        await using var follower = Follower.Start(person, room);
        await follower.Connected; // it tries until it may
        Assert.All(follower.Refusals, refusal => Assert.Equal(HttpStatusCode.TooManyRequests, refusal));
    }

    [Theory]
    [InlineData("1", 5)] // over four changes, with a limit of three
    [InlineData("0", 5)]
    [InlineData("6", 5)]
    [InlineData("9223372036854775807", 5)]
    public async Task An_id_too_old_or_from_the_future_is_one_reset_on_every_transport_and_then_it_goes_on(string after, long head)
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__ResumeLimit", "3"), ("Chat__Posting__Messages", "1000000"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        await new StubbornWriter(person, room).SayAsync((int)head);

        await using var json = person.Stream(room, lastEventId: after);
        await using var html = person.Stream(room, query: "", lastEventId: after);
        var polled = await person.GetAsync<JsonElement>($"/chat/poll/{room}?after={after}");
        var resets = new List<SseEvent> { (await json.DurableAsync(1))[0], (await html.DurableAsync(1))[0] };
        await person.PostAsync(room, "and on");

        Assert.All(resets, reset => Assert.Equal(("reset", head, head), (reset.Name, reset.Id, reset.Json.GetProperty("head").GetInt64())));
        var single = Assert.Single(polled.GetProperty("events").EnumerateArray());
        Assert.Equal(("reset", head), (single.GetProperty("type").GetString(), single.GetProperty("head").GetInt64()));
        Assert.Equal(head, polled.GetProperty("head").GetInt64());
        foreach (var stream in new[] { json, html })
        {
            Assert.Equal(head + 1, Assert.Single(await stream.DurableAsync(1)).Id);
        }
    }

    [Fact]
    public async Task A_room_that_is_gone_from_the_database_ends_its_streams_within_seconds()
    {
        await using var server = await ChatServer.StartAsync();
        using var person = await ChatApi.RegisterAsync(server);
        var (room, other) = ((await person.CreateRoomAsync()).Id, (await person.CreateRoomAsync()).Id);
        await using var json = person.Stream(room);
        await using var html = person.Stream(room, query: "");
        await using var unharmed = person.Stream(other);
        var held = person.Http.GetAsync($"/chat/poll/{room}?after=0&wait=20");
        foreach (var stream in new[] { json, html, unharmed })
        {
            await stream.NextAsync("connection_ack");
        }

        await using (var connection = new SqliteConnection($"Data Source={server.DatabaseFile};Foreign Keys=True;Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM Rooms WHERE Id = $room";
            command.Parameters.AddWithValue("$room", room);
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        // The sweep looks every three seconds.
        foreach (var stream in new[] { json, html })
        {
            var bye = await stream.NextAsync("bye").WaitAsync(TimeSpan.FromSeconds(6));
            Assert.Equal("removed", bye.Json.GetProperty("reason").GetString());
            await stream.Closed.WaitAsync(SseClient.Patience);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await held).StatusCode);
        using var again = await person.Http.GetAsync($"/chat/sse/{room}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        await person.PostAsync(other, "still here");
        await unharmed.NextAsync("new_message");
    }

    /// <summary>A client of the same person whose system takes little of what it does not read.</summary>
    private static HttpClient WithSmallBuffer(ChatApi person)
    {
        var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = person.Http.BaseAddress };
        http.DefaultRequestHeaders.Authorization = person.Http.DefaultRequestHeaders.Authorization;
        return http;

        static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    private static async Task<List<SseEvent>> ReadToEndAsync(HttpResponseMessage answer)
    {
        using var limit = new CancellationTokenSource(SseClient.Patience * 2);
        var read = new List<SseEvent>();
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token))
        {
            read.Add(new SseEvent(null, item.EventType, item.Data));
        }

        return read;
    }
}
