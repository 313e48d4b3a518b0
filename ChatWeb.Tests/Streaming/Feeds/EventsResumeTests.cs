using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Feeds;

public sealed class EventsResumeTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    [Fact]
    public async Task Resuming_loses_and_repeats_nothing_in_any_room_whatever_is_cut_off()
    {
        const int Writers = 4;
        const int Messages = 60;
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "100000"));
        using var reader = await ChatApi.RegisterAsync(server);
        var rooms = new[] { await reader.CreateRoomAsync(), await reader.CreateRoomAsync(), await reader.CreateRoomAsync(kind: "private") };
        string point;
        await using (var first = reader.Events())
        {
            point = (await first.NextAsync("connection_ack")).Point!;
        }

        var writers = new List<ChatApi>();
        for (var i = 0; i < Writers; i++)
        {
            var writer = i == 0 ? reader : await ChatApi.RegisterAsync(server);
            writers.Add(writer);
            await writer.JoinAsync(rooms[0].Id);
            await writer.JoinAsync(rooms[1].Id);
        }

        var said = new List<(long RoomId, string Body)>();
        var writing = Task.WhenAll(writers.Select((writer, i) => WriteAsync(writer, i)));
        var heard = new List<SseEvent>();
        var random = new Random(5);
        var restarted = false;
        while (heard.Count(told => told.Name == "chat_message") < Writers * Messages)
        {
            await using var events = reader.Events(lastEventId: point);
            if (!(await Answer(events)))
            {
                continue;
            }

            // Reads a little, and goes away with whatever else is on its way.
            var some = random.Next(1, 40);
            for (var i = 0; i < some && heard.Count(told => told.Name == "chat_message") < Writers * Messages; i++)
            {
                if (await NextAsync(events) is not { } told)
                {
                    break;
                }

                point = told.Point ?? point;
                if (told.Name is "chat_message" or "member_joined")
                {
                    heard.Add(told);
                }
            }

            if (!restarted && heard.Count > Writers * Messages / 3)
            {
                restarted = true;
                server.Kill();
                await server.StartAsync();
            }
        }

        await writing;
        Assert.True(restarted);
        Assert.Equal(
            said.Order(),
            heard.Where(told => told.Name == "chat_message").Select(told => (told.RoomId(), told.Body())).Order());
        foreach (var room in heard.GroupBy(told => told.RoomId()))
        {
            Assert.Equal(Enumerable.Range(1, room.Count()).Select(i => (long)i), room.Select(told => told.Seq()));
        }

        writers.ForEach(writer => writer.Dispose());

        async Task WriteAsync(ChatApi writer, int number)
        {
            for (var i = 0; i < Messages; i++)
            {
                var room = rooms[number == 0 ? i % 3 : i % 2];
                var body = $"{number}:{i}";
                await PostAsync(writer, room.Id, body);
                lock (said)
                {
                    said.Add((room.Id, body));
                }
            }
        }
    }

    [Fact]
    public async Task A_room_joined_meanwhile_begins_after_the_joining_and_one_left_meanwhile_is_gone()
    {
        using var owner = await ChatApi.RegisterAsync(fixture.Server);
        using var guest = await ChatApi.RegisterAsync(fixture.Server);
        var kept = await owner.CreateRoomAsync();
        var left = await owner.CreateRoomAsync();
        var joined = await owner.CreateRoomAsync();
        await guest.JoinAsync(kept.Id);
        await guest.JoinAsync(left.Id);
        await owner.PostAsync(joined.Id, "long before");
        string point;
        await using (var events = guest.Events())
        {
            point = (await events.NextAsync("connection_ack")).Point!;
        }

        await owner.PostAsync(left.Id, "unheard");
        await guest.LeaveAsync(left.Id);
        await owner.PostAsync(joined.Id, "before");
        await guest.JoinAsync(joined.Id);
        await owner.PostAsync(joined.Id, "after");
        await owner.PostAsync(kept.Id, "meanwhile");
        var made = await guest.CreateRoomAsync();
        await guest.PostAsync(made.Id, "in a room made meanwhile");
        await using var resumed = guest.Events(lastEventId: point);
        var heard = await resumed.PointsAsync(3);
        await owner.PostAsync(kept.Id, "now");

        Assert.Equal(["after", "in a room made meanwhile", "meanwhile"], heard.Select(told => told.Body()).Order());
        Assert.Equal("now", Assert.Single(await resumed.PointsAsync(1)).Body());
    }

    [Fact]
    public async Task Too_far_behind_in_one_room_resets_that_room_alone()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__ResumeLimit", "3"));
        using var owner = await ChatApi.RegisterAsync(server);
        var near = await owner.CreateRoomAsync();
        var far = await owner.CreateRoomAsync();
        string point;
        await using (var events = owner.Events())
        {
            point = (await events.NextAsync("connection_ack")).Point!;
        }

        for (var i = 1; i <= 5; i++)
        {
            await owner.PostAsync(far.Id, $"far {i}");
        }

        await owner.PostAsync(near.Id, "near");
        await using var resumed = owner.Events($"?last_event_id={point}");
        var heard = await resumed.PointsAsync(2);
        await owner.PostAsync(far.Id, "far 6");
        var live = Assert.Single(await resumed.PointsAsync(1));

        var reset = Assert.Single(heard, told => told.Name == "reset");
        Assert.Equal((far.Id, 5), (reset.RoomId(), reset.Json.GetProperty("head").GetInt64()));
        Assert.Equal("near", Assert.Single(heard, told => told.Name == "chat_message").Body());
        Assert.Equal("far 6", live.Body());

        await using var again = owner.Events(lastEventId: live.Point);
        await again.NextAsync("connection_ack");
        await owner.PostAsync(near.Id, "nothing is repeated");
        Assert.Equal("nothing is repeated", Assert.Single(await again.PointsAsync(1)).Body());
    }

    [Fact]
    public async Task A_resume_point_of_the_future_resets()
    {
        using var owner = await ChatApi.RegisterAsync(fixture.Server);
        var room = await owner.CreateRoomAsync();
        await owner.PostAsync(room.Id, "one");
        var future = new ChatWeb.Streaming.Feeds.RoomPositions { [room.Id] = 1_000 };

        await using var events = owner.Events(lastEventId: System.Text.Encoding.ASCII.GetString(future.ToId())[4..^1]);
        var reset = Assert.Single(await events.PointsAsync(1));

        Assert.Equal(("reset", 1), (reset.Name, reset.Json.GetProperty("head").GetInt64()));
    }

    [Fact]
    public async Task A_heartbeat_carries_how_far_a_channel_that_is_off_has_moved()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__HeartbeatSeconds", "0.3"), ("Chat__Stream__ResumeLimit", "3"));
        using var owner = await ChatApi.RegisterAsync(server);
        var room = await owner.CreateRoomAsync();
        await using var events = owner.Events("?channels=votes");
        await using var all = owner.Events();
        await events.NextAsync("connection_ack");
        await all.NextAsync("connection_ack");
        for (var i = 0; i < 5; i++)
        {
            await owner.PostAsync(room.Id, "not carried");
        }

        await all.PointsAsync(5);
        var told = events.Arrived();
        for (var i = 0; i < 3; i++)
        {
            told.Add(await events.NextAsync());
        }

        Assert.All(told, heartbeat => Assert.Equal("heartbeat", heartbeat.Name));
        var point = told.Last(heartbeat => heartbeat.Point is not null).Point;
        await using var resumed = owner.Events("?channels=chat", lastEventId: point);
        await resumed.NextAsync("connection_ack");
        await owner.PostAsync(room.Id, "carried");
        Assert.Equal("carried", Assert.Single(await resumed.PointsAsync(1)).Body());
    }

    /// <summary>Says it until the server is there to hear it, once: the client id sees to that.</summary>
    private static async Task PostAsync(ChatApi writer, long roomId, string body)
    {
        var clientId = Guid.NewGuid();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var answer = await writer.TryPostAsync(roomId, new { body, client_id = clientId });
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // The server is away.
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private static async Task<bool> Answer(SseClient events)
    {
        try
        {
            return (await events.Answer).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<SseEvent?> NextAsync(SseClient events)
    {
        try
        {
            return await events.NextAsync();
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            return null;
        }
    }
}
