using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.WebSockets;

public sealed class SocketLifeTests
{
    [Fact]
    public async Task An_idle_socket_hears_that_the_server_is_there_and_when_its_life_is_over()
    {
        using var program = new ProgramInside(null, ("Chat:Stream:HeartbeatSeconds", "0.3"), ("Chat:Stream:LifeMinutes", "0.05"));
        using var person = await ChatApi.AdminAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        await using var socket = await SocketClient.OpenAsync(program.Address, person, room);
        Assert.Equal(0.3, (await socket.NextAsync("connection_ack")).GetProperty("heartbeat_seconds").GetDouble());

        var heartbeat = await socket.NextAsync("heartbeat");
        var bye = await socket.NextAsync("bye");

        Assert.NotEqual(default, heartbeat.GetProperty("server_time").GetDateTimeOffset());
        Assert.Equal("expired", bye.GetProperty("reason").GetString());
        Assert.Null(await socket.NextAsync());
    }

    [Fact]
    public async Task A_socket_that_nobody_reads_is_cut_off()
    {
        using var program = new ProgramInside(null, ("Chat:Stream:FlushSeconds", "1"), ("Chat:Posting:Messages", "1000"));
        using var measured = new Measured(program);
        using var person = await ChatApi.AdminAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        var longest = new string('가', 4_000); // 24 KB an event, body and html
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => person.PostAsync(room, longest)));
        await using var socket = await SocketClient.OpenAsync(program.Address, person, room);

        // Each replay is a megabyte, more than a few of which no kernel keeps.
        for (var i = 0; i < 20; i++)
        {
            await socket.SendAsync(new { action = "join", room_id = room, after = 0 });
        }

        await measured.UntilAsync(1, "chatweb.streams.closed", "transport=websocket", "reason=stalled");
        Assert.Equal(0, measured.SumOf("chatweb.streams.open"));
    }

    [Fact]
    public async Task Sockets_count_among_the_streams_of_a_user()
    {
        using var program = new ProgramInside(null, ("Chat:Stream:MaxPerUser", "1"));
        using var person = await ChatApi.AdminAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        await using var stream = person.Stream(room);
        await stream.NextAsync("connection_ack");

        var refused = await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => SocketClient.OpenAsync(program.Address, person, room));

        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
    }
}
