using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Changes;

/// <summary>The files of a forwarded message: rows of its own room, that share the bytes of the first.</summary>
internal sealed class ForwardedFiles : IMessageRows
{
    public async Task AddAsync(ChatDbContext tx, Message message, NewMessage typed, CancellationToken cancellationToken)
    {
        if (typed.FilesOf is not { } source)
        {
            return;
        }

        var files = await tx.Attachments.AsNoTracking().Where(a => a.MessageId == source).OrderBy(a => a.Place).ToListAsync(cancellationToken);
        foreach (var file in files)
        {
            (file.Id, file.RoomId, file.MessageId, file.UploaderId, file.CreatedAt) = (0, message.RoomId, message.Id, message.SenderId, message.CreatedAt);
        }

        tx.Attachments.AddRange(files);
        await tx.SaveChangesAsync(cancellationToken);
    }

    public Task ChangeAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>As with every file of a message, its rows are removed by who keeps files.</summary>
    public Task RemoveAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) => Task.CompletedTask;
}
