using System.Net;
using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Tests.Messages;

/// <summary>
/// Where writers run side by side, somebody can leave between the look at their membership and the lock on the room's
/// row. One engine of ours has one writer only, so the other's commit is made just before the lock is taken.
/// </summary>
public sealed class LeavingWhilePostingTests
{
    [Theory]
    [InlineData("public", HttpStatusCode.Forbidden)]
    [InlineData("private", HttpStatusCode.NotFound)]
    public async Task Who_has_left_before_the_rooms_row_is_locked_posts_nothing(string kind, HttpStatusCode expected)
    {
        var away = new Away();
        using var program = new ProgramInside(services => services.Decorate<IRoomSequences>(rooms => away.Before(rooms)));
        using var person = await ChatApi.RegisterAsync(program.Address);
        using var other = await ChatApi.AdminAsync(program.Address);
        var room = await person.CreateRoomAsync(kind: kind);
        await person.PostAsync(room.Id, "still here");

        away.At = RoomEventKind.NewMessage;
        using var refused = await person.TryPostAsync(room.Id, new { body = "from beyond" });
        away.At = null;

        Assert.Equal(expected, refused.StatusCode);
        Assert.Equal("still here", Assert.Single((await person.PageAsync(room.Id)).Messages).Body); // undone whole, the leaving too
        await person.PostAsync(room.Id, "and here");
        Assert.Equal(2, (await person.RoomAsync(room.Id)).Head);
    }

    [Fact]
    public async Task Who_leaves_twice_at_once_leaves_once()
    {
        var away = new Away();
        using var program = new ProgramInside(services => services.Decorate<IRoomSequences>(rooms => away.Before(rooms)));
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = await person.CreateRoomAsync();

        away.At = RoomEventKind.MemberLeft;
        using var left = await person.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
        away.At = null;

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(0, (await person.RoomAsync(room.Id)).Head);
    }

    /// <summary>Removes all members just before the room's row is locked for a change of one kind.</summary>
    private sealed class Away
    {
        public RoomEventKind? At { get; set; }

        public IRoomSequences Before(IRoomSequences rooms) => new Sequences(rooms, this);

        private sealed class Sequences(IRoomSequences rooms, Away away) : IRoomSequences
        {
            public Task<long?> HeadForAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken) =>
                rooms.HeadForAsync(db, roomId, userId, cancellationToken);

            public Task<RoomAccess> AccessAsync(ChatDbContext db, long roomId, Guid userId, CancellationToken cancellationToken) =>
                rooms.AccessAsync(db, roomId, userId, cancellationToken);

            public Task<IReadOnlySet<Guid>> ReadersAsync(ChatDbContext db, long roomId, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
                rooms.ReadersAsync(db, roomId, userIds, cancellationToken);

            public Task<IReadOnlyDictionary<long, long>> HeadsAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken) =>
                rooms.HeadsAsync(roomIds, cancellationToken);

            public async Task<RoomPlace> NextAsync(ChatDbContext db, long roomId, RoomEventKind kind, DateTimeOffset now, CancellationToken cancellationToken)
            {
                if (kind == away.At)
                {
                    await db.RoomMembers.Where(m => m.RoomId == roomId).ExecuteDeleteAsync(cancellationToken);
                }

                return await rooms.NextAsync(db, roomId, kind, now, cancellationToken);
            }
        }
    }
}
