using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Attachments;

/// <summary>Files become part of the message they are sent with, in its transaction.</summary>
internal sealed class AttachmentRows(UploadProblems problems, IOptions<UploadOptions> options) : IMessageRows
{
    /// <exception cref="Http.ProblemException">400: not the sender's own, of another room, sent already, or too many.</exception>
    public async Task AddAsync(ChatDbContext tx, Message message, NewMessage typed, CancellationToken cancellationToken)
    {
        if (!typed.HasAttachments)
        {
            return;
        }

        var ids = typed.Attachments!;
        if (ids.Count > options.Value.MaxPerMessage)
        {
            throw problems.TooManyInOne;
        }

        // One by one and only while it is free: of two messages that take the same file at once, one is refused.
        for (var place = 0; place < ids.Count; place++)
        {
            var (id, at) = (ids[place], place);
            var taken = await tx.Attachments
                .Where(a => a.Id == id && a.RoomId == message.RoomId && a.UploaderId == message.SenderId && a.MessageId == null)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.MessageId, message.Id).SetProperty(a => a.Place, at), cancellationToken);
            if (taken == 0)
            {
                throw problems.Unusable;
            }
        }
    }

    public Task ChangeAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The bytes, which no row names then, are swept.</summary>
    public Task RemoveAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) =>
        tx.Attachments.Where(a => a.MessageId == message.Id).ExecuteDeleteAsync(cancellationToken);
}
