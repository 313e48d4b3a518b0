using System.Diagnostics;
using System.Net;
using ChatWeb.Data;
using ChatWeb.Messages;
using ChatWeb.Streaming;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatWeb.Tests.Streaming;

/// <summary>What is open on a room ends when it is deleted: within a second, and without the bus when the heads are next looked at.</summary>
public sealed class DeletedRoomTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 5)]
    public async Task Everything_open_on_a_deleted_room_ends_in_time(bool bus, double seconds)
    {
        using var program = new ProgramInside(services =>
        {
            if (!bus)
            {
                services.Replace(ServiceDescriptor.Singleton(new SharedBus { Loss = 1 }.Join()));
            }
        });
        using var owner = await ChatApi.AdminAsync(program.Address);
        using var reader = await ChatApi.RegisterAsync(program.Address);
        var room = (await owner.CreateRoomAsync()).Id;
        var other = (await owner.CreateRoomAsync()).Id;
        await using var member = owner.Stream(room);
        await using var passer = reader.Stream(room);
        await using var own = SseClient.Open(owner.Http, "/chat/sse/me");
        await using var events = SseClient.Open(owner.Http, "/sse/events");
        await using var socket = await SocketClient.OpenAsync(program.Address, owner, room);
        await socket.SendAsync(new { action = "join", room_id = room });
        foreach (var stream in (SseClient[])[member, passer, own, events])
        {
            await stream.NextAsync("connection_ack");
        }

        await own.NextAsync("rooms"); // with this one among them
        var poll = reader.Http.GetAsync($"/chat/poll/{room}?after=0&wait=25");
        await owner.UntilConnectedAsync(room, 4);

        using var deleted = await owner.Http.DeleteAsync($"/api/chat/rooms/{room}");
        var watch = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("removed", (await member.NextAsync("bye")).Json.GetProperty("reason").GetString());
        Assert.Equal("removed", (await passer.NextAsync("bye")).Json.GetProperty("reason").GetString());
        Assert.Equal("removed", (await socket.NextAsync("left")).GetProperty("reason").GetString());
        using var answered = await poll;
        Assert.Equal(HttpStatusCode.NotFound, answered.StatusCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, seconds);

        // One's own streams across rooms go on without it; without the bus, one's list of rooms has its turn every five seconds.
        Assert.Equal(room, (await own.NextAsync("room_removed")).Json.GetProperty("room_id").GetInt64());
        await owner.PostAsync(other, "still here");
        Assert.Equal(other, (await events.NextAsync("chat_message")).Json.GetProperty("room_id").GetInt64());
    }

    [Fact]
    public async Task A_deleted_room_is_cleared_away_and_no_other()
    {
        using var program = new ProgramInside();
        using var owner = await ChatApi.AdminAsync(program.Address);
        var kept = (await owner.CreateRoomAsync()).Id;
        var said = await owner.PostAsync(kept, "stays");
        var room = (await owner.CreateRoomAsync()).Id;
        var first = await owner.PostAsync(room, "first");
        await owner.PostAsync(room, "an answer to it", replyTo: first.Id);
        await FillAsync(program, room, first, 2_500);

        using var deleted = await owner.Http.DeleteAsync($"/api/chat/rooms/{room}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (await CountAsync(program, room) is > 0 and var rows)
        {
            Assert.False(limit.IsCancellationRequested, $"{rows} rows are left.");
            await Task.Delay(50);
        }

        Assert.Equal(said.Id, Assert.Single((await owner.PageAsync(kept)).Messages).Id);
        Assert.Equal(4, await CountAsync(program, kept)); // itself, its member, the message, its event
    }

    private static async Task FillAsync(ProgramInside program, long room, WireMessage like, int count)
    {
        await using var db = await ContextAsync(program);
        db.Messages.AddRange(Enumerable.Range(10, count).Select(i => new Message
        {
            RoomId = room,
            Number = i,
            Seq = i,
            SenderId = like.SenderUuid,
            ClientId = Guid.NewGuid(),
            Body = "more",
            CreatedAt = like.CreatedAt,
        }));
        db.RoomEvents.AddRange(Enumerable.Range(10, count).Select(i => new RoomEvent { RoomId = room, Seq = i, Kind = RoomEventKind.NewMessage, CreatedAt = like.CreatedAt }));
        await db.SaveChangesAsync();
    }

    private static async Task<int> CountAsync(ProgramInside program, long room)
    {
        await using var db = await ContextAsync(program);
        return await db.Messages.CountAsync(m => m.RoomId == room)
            + await db.RoomEvents.CountAsync(e => e.RoomId == room)
            + await db.RoomMembers.CountAsync(m => m.RoomId == room)
            + await db.Rooms.IgnoreQueryFilters().CountAsync(r => r.Id == room);
    }

    private static Task<ChatDbContext> ContextAsync(ProgramInside program) =>
        program.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
}
