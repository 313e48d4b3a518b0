using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Changes;

/// <summary>Says in another room what somebody said in this one, in their name.</summary>
public sealed class ForwardService(ChatDbContext db, RoomService rooms, PostingService posting, IStringLocalizer<ChangeProblems> texts)
{
    /// <summary>Posts a copy. The files are not copied: their rows share the bytes.</summary>
    /// <param name="roomId">Where the message is.</param>
    /// <param name="id">The message.</param>
    /// <param name="userId">Who forwards it.</param>
    /// <param name="toRoomId">Where it goes.</param>
    /// <param name="clientId">As for a message that one posts.</param>
    /// <param name="cancellationToken">Stops before it is posted.</param>
    /// <exception cref="ProblemException">
    /// 404: no such message or no such room for this user. 403: they are no member there. 409: it is deleted, was changed
    /// just now, or is a line of the room itself. 413: its files are more than they may have. 429: too fast.
    /// </exception>
    public async Task<PostResult> ForwardAsync(long roomId, long id, Guid userId, long toRoomId, Guid? clientId, CancellationToken cancellationToken)
    {
        _ = await rooms.FindAsync(roomId, userId, cancellationToken) ?? throw Problems.NotFound();
        var message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.RoomId == roomId, cancellationToken)
            ?? throw Problems.NotFound();
        if (message.DeletedAt is not null || message.Kind == MessageKind.Notice)
        {
            throw new ProblemException(
                StatusCodes.Status409Conflict,
                message.DeletedAt is null ? "not-forwardable" : "message-deleted",
                texts[message.DeletedAt is null ? "NotForwardable" : "Deleted"]);
        }

        var hasFiles = await db.Attachments.AnyAsync(a => a.MessageId == id, cancellationToken);
        var copy = new NewMessage(message.Body, clientId, ReplyTo: null)
        {
            Kind = message.Kind,
            Original = new Original(id, message.EditedAt, message.ForwardedFromId ?? message.SenderId, hasFiles),
        };
        return await posting.PostAsync(toRoomId, userId, copy, cancellationToken);
    }
}
