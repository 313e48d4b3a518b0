using ChatWeb.Data;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Rooms;

/// <summary>
/// Clears deleted rooms away, a few rows a transaction, so that a room with a million messages holds up nobody who
/// writes. Stopped at any point, or done by two processes at once, it is done in the end.
/// </summary>
internal sealed class RoomPurge : ISweepTask
{
    /// <summary>Rows in one transaction: a few milliseconds for those who wait to write.</summary>
    internal const int Rows = 500;

    /// <summary>Between two looks for what was left when a process stopped.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<ChatDbContext> _contexts;
    private readonly IChatWriter _writer;
    private readonly IEnumerable<IRoomContent> _contents;
    private readonly TimeProvider _time;
    private volatile bool _isAsked = true;
    private long _looked;

    public RoomPurge(IDbContextFactory<ChatDbContext> contexts, IChatWriter writer, IEnumerable<IRoomContent> contents, IRoomBus bus, TimeProvider time)
    {
        (_contexts, _writer, _contents, _time) = (contexts, writer, contents, time);
        bus.Signalled += signal =>
        {
            if (signal is RoomClosedSignal)
            {
                _isAsked = true;
            }
        };
    }

    public async Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        if (!_isAsked && _time.GetElapsedTime(_looked, now.Timestamp) < Interval)
        {
            return;
        }

        (_isAsked, _looked) = (false, now.Timestamp);
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
