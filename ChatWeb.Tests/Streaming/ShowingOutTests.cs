using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Tests.Streaming.Faults;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Streaming;

/// <summary>What the hub does when somebody leaves, with the hub late: no wake-up comes, only the sweep.</summary>
public sealed class ShowingOutTests
{
    [Fact]
    public async Task Whoever_left_a_private_room_gets_nothing_of_what_was_said_after_even_in_the_same_batch()
    {
        using var program = new ProgramInside(SilentBus.Replace);
        using var owner = await ChatApi.AdminAsync(program.Address);
        using var leaver = await ChatApi.RegisterAsync(program.Address);
        var room = await owner.CreateRoomAsync(kind: "private");
        await program.InviteAsync(owner, leaver, room.Id);
        await using var staying = owner.Stream(room.Id);
        await using var going = leaver.Stream(room.Id);
        await staying.NextAsync("connection_ack");
        await going.NextAsync("connection_ack");

        using var left = await leaver.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
        await owner.PostAsync(room.Id, "now that they are gone");
        var heard = await staying.DurableAsync(2);
        var last = await going.RestAsync();

        Assert.Equal(["member_left", "new_message"], heard.Select(e => e.Name));
        Assert.DoesNotContain(last, e => e.Name == "new_message");
        Assert.Equal("removed", last[^1].Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task When_nobody_can_say_who_may_stay_all_resume_at_the_door()
    {
        using var program = new ProgramInside(services => services.Decorate<IRoomSequences>(rooms => new Forgetful(rooms)));
        using var owner = await ChatApi.AdminAsync(program.Address);
        using var leaver = await ChatApi.RegisterAsync(program.Address);
        var room = await owner.CreateRoomAsync(kind: "private");
        await program.InviteAsync(owner, leaver, room.Id);
        await using var going = leaver.Stream(room.Id);
        await using var staying = owner.Stream(room.Id);
        await going.NextAsync("connection_ack");
        await staying.NextAsync("connection_ack");

        using var left = await leaver.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
        await staying.Closed.WaitAsync(SseClient.Patience);
        await going.Closed.WaitAsync(SseClient.Patience);
        await owner.PostAsync(room.Id, "after");
        await using var resumed = owner.Stream(room.Id, lastEventId: "1");

        Assert.Equal([2L, 3], (await resumed.DurableAsync(2)).Select(e => e.Id!.Value));
        using var refused = await leaver.Http.GetAsync($"/chat/sse/{room.Id}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, refused.StatusCode);
    }

    private sealed class Forgetful(IRoomSequences rooms) : IRoomSequences
    {
        public Task<IReadOnlySet<Guid>> ReadersAsync(ChatDbContext db, long roomId, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
            throw new IOException("The database is away.");

        public Task<RoomAccess> AccessAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken) =>
            rooms.AccessAsync(db, roomId, userId, cancellationToken);

        public Task<long?> HeadForAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken) =>
            rooms.HeadForAsync(db, roomId, userId, cancellationToken);

        public Task<IReadOnlyDictionary<long, long>> HeadsAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken) =>
            rooms.HeadsAsync(roomIds, cancellationToken);

        public Task<RoomPlace> NextAsync(ChatDbContext db, long roomId, RoomEventKind kind, DateTimeOffset now, CancellationToken cancellationToken) =>
            rooms.NextAsync(db, roomId, kind, now, cancellationToken);
    }
}
