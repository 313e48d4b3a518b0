using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Streaming;

/// <summary>Ends the streams of those who may not read a room any more.</summary>
internal sealed class RoomDoor(IDbContextFactory<ChatDbContext> contexts, IRoomSequences rooms)
{
    /// <summary>Asks for every user among the subscribers whether the room is still open to them.</summary>
    public async Task ShowOutAsync(long roomId, IReadOnlyCollection<Subscriber> subscribers, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var own in subscribers.GroupBy(s => s.UserId))
        {
            if (await rooms.HeadForAsync(db, roomId, own.Key, cancellationToken) is null)
            {
                foreach (var subscriber in own)
                {
                    subscriber.Close(ByeReason.Removed);
                }
            }
        }
    }
}
