using System.Text.Json;
using ChatWeb.Streaming.Feeds;
using ChatWeb.Tests.Streaming.Faults;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Streaming.Feeds;

/// <summary>The bus may lose anything: whatever it would have told is found in the database within seconds.</summary>
public sealed class FeedFaultTests
{
    [Fact]
    public async Task Without_the_bus_everything_is_still_right_within_seconds()
    {
        using var program = new ProgramInside(SilentBus.Replace);
        using var owner = await ChatApi.AdminAsync(program.Address);
        using var guest = await ChatApi.RegisterAsync(program.Address);
        var room = await owner.CreateRoomAsync();
        var known = await guest.CreateRoomAsync();
        await using var me = guest.Me();
        await using var events = guest.Events();
        await me.UnreadAsync(known.Id, 0);
        await events.NextAsync("connection_ack");

        await guest.JoinAsync(room.Id);
        var added = await me.NextAsync("room_added");
        var said = await owner.PostAsync(room.Id, "hello");
        await me.UnreadAsync(room.Id, 1);
        await guest.ReadAsync(room.Id, said.Number);
        await me.UnreadAsync(room.Id, 0);
        var heard = Assert.Single(await events.PointsAsync(1));
        await guest.LeaveAsync(room.Id);
        var removed = await me.NextAsync("room_removed");

        Assert.Equal((room.Id, room.Id), (added.RoomId(), removed.RoomId()));
        Assert.Equal("hello", heard.Body());
    }

    [Fact]
    public async Task A_database_that_fails_for_a_while_costs_nothing_but_time()
    {
        var rooms = new Failing();
        using var program = new ProgramInside(services => services.Decorate<IUserRooms>(inner =>
        {
            rooms.Inner = inner;
            return rooms;
        }));
        using var owner = await ChatApi.AdminAsync(program.Address);
        using var guest = await ChatApi.RegisterAsync(program.Address);
        var room = await owner.CreateRoomAsync();
        await guest.JoinAsync(room.Id);
        await using var me = guest.Me();
        await me.UnreadAsync(room.Id, 0);

        rooms.Fails = true;
        await owner.PostAsync(room.Id, "unseen for now");
        await rooms.Failed.Task.WaitAsync(SseClient.Patience);
        await using var later = guest.Me();
        await later.NextAsync("connection_ack");
        rooms.Fails = false;

        await me.UnreadAsync(room.Id, 1);
        await later.UnreadAsync(room.Id, 1);
    }

    [Fact]
    public async Task A_feature_can_tell_a_user_something_alone()
    {
        using var program = new ProgramInside();
        using var person = await ChatApi.AdminAsync(program.Address);
        using var other = await ChatApi.RegisterAsync(program.Address);
        await using var me = person.Me();
        await using var theirs = other.Me();
        var user = (await me.NextAsync("connection_ack")).Json.GetProperty("user_uuid").GetGuid();
        await theirs.NextAsync("connection_ack");
        await me.NextAsync("unread");
        var notices = program.Services.GetRequiredService<UserNotices>();

        notices.Mention(1, Guid.Empty, [user], JsonSerializer.SerializeToElement(new { id = 42, body = "@you" }));
        notices.Notice(user, "Backups are done.");
        var notice = await me.NextAsync("notice");
        var mention = await me.NextAsync("mention"); // counted first

        Assert.Equal((1, 42), (mention.RoomId(), mention.Json.GetProperty("message").GetProperty("id").GetInt64()));
        Assert.Equal("Backups are done.", notice.Json.GetProperty("text").GetString());
        Assert.DoesNotContain(theirs.Arrived(), told => told.Name is "mention" or "notice");
    }

    private sealed class Failing : IUserRooms
    {
        public IUserRooms Inner { get; set; } = null!;

        public volatile bool Fails;

        public TaskCompletionSource Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<UserRoom>> OfAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
            Now().OfAsync(userIds, cancellationToken);

        public Task<IReadOnlyDictionary<long, long>> LastNumbersAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken) =>
            Now().LastNumbersAsync(roomIds, cancellationToken);

        public Task<IReadOnlyDictionary<Guid, long>> MentionCountsAsync(long roomId, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
            Now().MentionCountsAsync(roomId, userIds, cancellationToken);

        public Task<IReadOnlyDictionary<long, JsonElement>> ViewsAsync(Guid userId, IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken) =>
            Now().ViewsAsync(userId, roomIds, cancellationToken);

        public Task<IReadOnlyList<long>> IdsAsync(ChatWeb.Data.ChatDbContext db, Guid userId, int most, CancellationToken cancellationToken) =>
            Inner.IdsAsync(db, userId, most, cancellationToken);

        public Task<IReadOnlyList<UserRoomPlace>> PlacesAsync(ChatWeb.Data.ChatDbContext db, Guid userId, IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken) =>
            Inner.PlacesAsync(db, userId, roomIds, cancellationToken);

        private IUserRooms Now()
        {
            if (Fails)
            {
                Failed.TrySetResult();
                throw new IOException("The database is away.");
            }

            return Inner;
        }
    }
}
