using ChatWeb.Data;
using ChatWeb.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Streaming;

/// <summary>
/// The room's log of durable changes. Appending is the one way to a sequence number; a number that was given out and
/// committed is followed by the next one, never skipped and never used twice.
/// </summary>
public sealed class RoomLog(IRoomSequences rooms, TimeProvider time)
{
    private const int MostRecent = 2_000;

    /// <summary>
    /// Writes a change down in the room's next place, inside an <see cref="IChatWriter.RunAsync"/> transaction.
    /// </summary>
    /// <param name="db">The transaction's context.</param>
    /// <param name="roomId">The room.</param>
    /// <param name="kind">What changed.</param>
    /// <param name="userId">Whose doing it is.</param>
    /// <param name="store">Stores the change itself, given the room's place and the time, and returns the id of what changed.</param>
    /// <param name="cancellationToken">Stops waiting for the room's row.</param>
    /// <exception cref="InvalidOperationException">There is no transaction.</exception>
    /// <exception cref="ProblemException">404: there is no such room, or not any more.</exception>
    public async Task<RoomEvent> AppendAsync(
        ChatDbContext db,
        long roomId,
        RoomEventKind kind,
        Guid? userId,
        Func<RoomPlace, DateTimeOffset, Task<long>> store,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var place = await rooms.NextAsync(db, roomId, kind, now, cancellationToken);
        var entry = new RoomEvent
        {
            RoomId = roomId,
            Seq = place.Seq,
            Kind = kind,
            EntityId = await store(place, now),
            UserId = userId,
            CreatedAt = now,
        };
        db.RoomEvents.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
        return entry;
    }

    /// <summary>
    /// The room's entries before a sequence that are not older than that, to be asked on; at most the newest
    /// <see cref="MostRecent"/>, however much is said there.
    /// </summary>
    public static IQueryable<RoomEvent> Recent(ChatDbContext db, long roomId, long before, DateTimeOffset since) =>
        db.RoomEvents.Where(e => e.RoomId == roomId && e.Seq < before && e.Seq >= before - MostRecent && e.CreatedAt >= since);

    /// <summary>Whether that very line stands in the log: for work that runs again and does not know what became of its commit.</summary>
    public static Task<bool> HasAsync(ChatDbContext db, RoomEvent entry, CancellationToken cancellationToken) =>
        db.RoomEvents.AnyAsync(
            e => e.RoomId == entry.RoomId && e.Seq == entry.Seq && e.Kind == entry.Kind && e.EntityId == entry.EntityId && e.UserId == entry.UserId,
            cancellationToken);

    /// <summary>Removes at most so many entries of a room that is gone, and returns how many.</summary>
    public static Task<int> RemoveAsync(ChatDbContext tx, long roomId, int most, CancellationToken cancellationToken) =>
        tx.RoomEvents.Where(e => e.RoomId == roomId).OrderBy(e => e.Seq).Take(most).ExecuteDeleteAsync(cancellationToken);
}
