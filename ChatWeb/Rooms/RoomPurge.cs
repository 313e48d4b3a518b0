using ChatWeb.Data;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Rooms;

/// <summary>
/// Clears deleted rooms away, a few rows a transaction, so that a room with a million messages holds up nobody who
/// writes. Stopped at any point, or done by two processes at once, it is done in the end.
/// </summary>
internal sealed class RoomPurge : IClusterTask
{
    /// <summary>Rows in one transaction: a few milliseconds for those who wait to write.</summary>
    internal const int Rows = 500;

    /// <summary>Between two looks for what the bus did not tell of.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<ChatDbContext> _contexts;
    private readonly IChatWriter _writer;
    private readonly IEnumerable<IRoomContent> _contents;
    private readonly TimeProvider _time;
    private volatile TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RoomPurge(IDbContextFactory<ChatDbContext> contexts, IChatWriter writer, IEnumerable<IRoomContent> contents, IRoomBus bus, TimeProvider time)
    {
        (_contexts, _writer, _contents, _time) = (contexts, writer, contents, time);
        bus.Signalled += signal =>
        {
            if (signal is RoomClosedSignal)
            {
                _closed.TrySetResult();
            }
        };
    }

    public string Name => "room-purge";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Anew before the look: a room that is deleted meanwhile is looked for again.
            var closed = _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await PurgeAsync(cancellationToken);
            await Task.WhenAny(closed.Task, Task.Delay(Interval, _time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var deleted = await db.Rooms.IgnoreQueryFilters().Where(r => r.DeletedAt != null).Select(r => r.Id).ToListAsync(cancellationToken);
        foreach (var roomId in deleted)
        {
            while (await _writer.RunAsync((tx, ct) => RemoveSomeAsync(tx, roomId, ct), cancellationToken) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<int> RemoveSomeAsync(ChatDbContext tx, long roomId, CancellationToken cancellationToken)
    {
        foreach (var content in _contents)
        {
            if (await content.RemoveAsync(tx, roomId, Rows, cancellationToken) is > 0 and var removed)
            {
                return removed;
            }
        }

        if (await RoomLog.RemoveAsync(tx, roomId, Rows, cancellationToken) is > 0 and var entries)
        {
            return entries;
        }

        if (await tx.RoomMembers.Where(m => m.RoomId == roomId).OrderBy(m => m.UserId).Take(Rows).ExecuteDeleteAsync(cancellationToken) is > 0 and var members)
        {
            return members;
        }

        await tx.Rooms.IgnoreQueryFilters().Where(r => r.Id == roomId && r.DeletedAt != null).ExecuteDeleteAsync(cancellationToken);
        return 0;
    }
}
