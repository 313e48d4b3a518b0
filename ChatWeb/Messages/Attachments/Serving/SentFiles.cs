using ChatWeb.Data;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Attachments;

/// <summary>Finds files for those who may read them.</summary>
public sealed class SentFiles(ChatDbContext db, RoomService rooms)
{
    /// <summary>
    /// The file, if it was sent with a message that still stands in a room that the user may read, or is the user's own
    /// and waits to be sent.
    /// </summary>
    public async Task<Attachment?> FindAsync(long roomId, long attachmentId, Guid userId, CancellationToken cancellationToken)
    {
        if (await rooms.FindAsync(roomId, userId, cancellationToken) is null)
        {
            return null;
        }

        return await db.Attachments.AsNoTracking()
            .Where(a => a.Id == attachmentId && a.RoomId == roomId)
            .Where(a => a.MessageId == null ? a.UploaderId == userId : db.Messages.Any(m => m.Id == a.MessageId && m.DeletedAt == null))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
