using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages;

/// <summary>
/// Where writers run side by side, anything can be committed between a look at the room and the lock on its row. One
/// engine of ours has one writer only, so the other's commit is made just before the lock is taken.
/// </summary>
public sealed class MeanwhileProgram : IDisposable
{
    private readonly ProgramInside _program;
    private RoomEventKind? _at;
    private Func<ChatDbContext, Task>? _change;

    public MeanwhileProgram() => _program = new ProgramInside(services => services.Decorate<IRoomSequences>(rooms => new Sequences(rooms, this)));

    public Uri Address => _program.Address;

    /// <summary>Does something while other work changes the database, just before a change of that kind locks its room's row.</summary>
    public async Task<T> WhileAsync<T>(RoomEventKind at, Func<ChatDbContext, Task> change, Func<Task<T>> work)
    {
        (_at, _change) = (at, change);
        var result = await work();
        _at = null;
        return result;
    }

    public void Dispose() => _program.Dispose();

    private sealed class Sequences(IRoomSequences rooms, MeanwhileProgram program) : IRoomSequences
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
            if (kind == program._at)
            {
                await program._change!(db);
            }

            return await rooms.NextAsync(db, roomId, kind, now, cancellationToken);
        }
    }
}
