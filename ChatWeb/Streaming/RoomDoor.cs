using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Streaming;

/// <summary>Ends the streams of those who may not read a room any more.</summary>
internal sealed class RoomDoor(IDbContextFactory<ChatDbContext> contexts, IRoomSequences rooms)
{
    /// <summary>
    /// Closes the streams of those to whom the room is not open any more. Asks for all at once: a public room with a
    /// thousand listeners must not stand still for everybody who leaves.
    /// </summary>
    public async Task ShowOutAsync(long roomId, IReadOnlyCollection<Subscriber> subscribers, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var readers = await rooms.ReadersAsync(db, roomId, subscribers.Select(s => s.UserId).ToHashSet(), cancellationToken);
        foreach (var subscriber in subscribers.Where(s => !readers.Contains(s.UserId)))
        {
            subscriber.Close(ByeReason.Removed);
        }
    }
}
