using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Telemetry;

public sealed class StreamMetersTests
{
    [Fact]
    public async Task What_is_open_and_what_it_gets_is_counted()
    {
        using var program = new ProgramInside();
        using var measured = new Measured(program);
        using var person = await ChatApi.AdminAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        await using var json = person.Stream(room);
        await using var page = person.Stream(room, query: "");
        await json.NextAsync("connection_ack");
        await page.NextAsync("connection_ack");
        await using var socket = await SocketClient.OpenAsync(program.Address, person, room);
        await socket.SendAsync(new { action = "join", room_id = room });
        await socket.NextAsync("joined");
        Assert.Equal((2, 1, 0), (Open("sse"), Open("websocket"), Open("poll")));
        var poll = person.Http.GetAsync($"/chat/poll/{room}?after=0&wait=60");
        await measured.UntilAsync(1, "chatweb.streams.open", "transport=poll");

        await person.PostAsync(room, "one");
        await json.DurableAsync(1);
        using (var answer = await poll.WaitAsync(SseClient.Patience))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await person.PostAsync(room, "two");
        await json.DurableAsync(1);

        // A listener may be live just before it or replay the first message: either way everybody has each once.
        await EveryoneHasAsync(measured, (4 * 1) + (3 * 1));
        await measured.UntilAsync(1, "chatweb.streams.closed", "transport=poll", "reason=answered");
        var times = measured.Of("chatweb.events.publish_to_flush");
        Assert.InRange(times.Count, 1, 2);
        Assert.All(times, seconds => Assert.InRange(seconds, 0.000001, 5));
        Assert.True(measured.SumOf("chatweb.queue.hits") + measured.SumOf("chatweb.bus.entries") >= 2);
        Assert.Equal(0, measured.SumOf("chatweb.streams.resumed"));

        int Open(string transport) => (int)measured.SumOf("chatweb.streams.open", $"transport={transport}");
    }

    [Fact]
    public async Task Who_goes_on_and_who_has_to_reload_is_counted()
    {
        using var program = new ProgramInside(null, ("Chat:Stream:ResumeLimit", "5"), ("Chat:Posting:Messages", "1000"));
        using var measured = new Measured(program);
        using var person = await ChatApi.AdminAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        for (var i = 1; i <= 7; i++)
        {
            await person.PostAsync(room, $"message {i}");
        }

        await using var resumed = person.Stream(room, lastEventId: "4");
        await resumed.DurableAsync(3);
        await measured.UntilAsync(1, "chatweb.streams.resumed", "transport=sse");
        await measured.UntilAsync(3, "chatweb.events.delivered", "path=replay");
        await using var tooOld = person.Stream(room, lastEventId: "1");
        await tooOld.NextAsync("reset");
        await measured.UntilAsync(1, "chatweb.streams.reset", "transport=sse");
        using var poll = await person.Http.GetAsync($"/chat/poll/{room}?after=99");
        await measured.UntilAsync(1, "chatweb.streams.reset", "transport=poll");
        await using var socket = await SocketClient.OpenAsync(program.Address, person, room);
        await socket.SendAsync(new { action = "join", room_id = room, after = 6 });
        await socket.DurableAsync(1);
        await measured.UntilAsync(1, "chatweb.streams.resumed", "transport=websocket");
        await socket.SendAsync(new { action = "join", room_id = room, after = 0 });
        await socket.NextAsync("reset");
        await measured.UntilAsync(1, "chatweb.streams.reset", "transport=websocket");
        await measured.UntilAsync(4, "chatweb.events.delivered", "path=replay");
    }

    [Fact]
    public async Task Why_a_stream_ended_is_counted()
    {
        using var program = new ProgramInside();
        using var measured = new Measured(program);
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync(kind: "private")).Id;

        await using (var leaving = person.Stream(room))
        {
            await leaving.NextAsync("connection_ack");
        }

        await measured.UntilAsync(1, "chatweb.streams.closed", "transport=sse", "reason=left");
        using (var nowhere = await person.Http.GetAsync("/chat/sse/999999"))
        {
            await measured.UntilAsync(1, "chatweb.streams.closed", "transport=sse", "reason=refused");
        }

        await using var removed = person.Stream(room);
        await removed.NextAsync("connection_ack");
        using var left = await person.Http.PostAsync($"/api/chat/rooms/{room}/leave", null);
        await removed.NextAsync("bye");
        await measured.UntilAsync(1, "chatweb.streams.closed", "transport=sse", "reason=removed");
        Assert.Equal(0, measured.SumOf("chatweb.streams.open"));
    }

    [Fact]
    public async Task What_the_queue_lacks_is_counted_as_read_from_the_database()
    {
        using var program = new ProgramInside(null, ("Chat:Stream:BroadcastTtlSeconds", "0.001"), ("Chat:Posting:Messages", "1000"));
        using var measured = new Measured(program);
        using var person = await ChatApi.AdminAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        await person.PostAsync(room, "one");
        await person.PostAsync(room, "two");

        await using var stream = person.Stream(room, lastEventId: "0");
        await stream.DurableAsync(2);

        Assert.True(measured.SumOf("chatweb.database.reads", "cause=missing") >= 1);
        Assert.Equal(0, measured.SumOf("chatweb.database.reads", "cause=long"));
    }

    private static async Task EveryoneHasAsync(Measured measured, int events)
    {
        await measured.UntilAsync(events, "chatweb.events.delivered");
        Assert.Equal(events, measured.SumOf("chatweb.events.delivered", "path=live") + measured.SumOf("chatweb.events.delivered", "path=replay"));
    }
}
