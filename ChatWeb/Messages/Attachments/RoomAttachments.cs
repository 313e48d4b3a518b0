using ChatWeb.Data;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Attachments;

/// <summary>The files of a room that is deleted: their rows, before those of their messages. The bytes, which no row names then, are swept.</summary>
internal sealed class RoomAttachments : IRoomContent
{
    public Task<int> RemoveAsync(ChatDbContext tx, long roomId, int most, CancellationToken cancellationToken) =>
        tx.Attachments.Where(a => a.RoomId == roomId).OrderBy(a => a.Id).Take(most).ExecuteDeleteAsync(cancellationToken);
}
