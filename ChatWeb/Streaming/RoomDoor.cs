using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Streaming;

/// <summary>Ends the listening of those who may not read a room any more.</summary>
internal sealed class RoomDoor(IDbContextFactory<ChatDbContext> contexts, IRoomSequences rooms)
{
    /// <summary>
    /// Closes the listeners of those to whom the room is not open any more. Asks for all at once: a public room with a
    /// thousand listeners must not stand still for everybody who leaves.
    /// </summary>
    public async Task ShowOutAsync(long roomId, IReadOnlyCollection<RoomListener> listeners, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var readers = await rooms.ReadersAsync(db, roomId, listeners.Select(l => l.User.UserId).ToHashSet(), cancellationToken);
        foreach (var listener in listeners.Where(l => !readers.Contains(l.User.UserId)))
        {
            listener.Close(ByeReason.Removed);
        }
    }
}
