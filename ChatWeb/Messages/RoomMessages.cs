using ChatWeb.Data;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages;

/// <summary>What was said in a room that is deleted.</summary>
internal sealed class RoomMessages : IRoomContent
{
    /// <summary>The newest first: a reply goes before what it answers.</summary>
    public Task<int> RemoveAsync(ChatDbContext tx, long roomId, int most, CancellationToken cancellationToken) =>
        tx.Messages.Where(m => m.RoomId == roomId).OrderByDescending(m => m.Number).Take(most).ExecuteDeleteAsync(cancellationToken);
}
