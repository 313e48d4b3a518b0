using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Messages.Attachments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Changes;

/// <summary>A message to forward, as it was when it was read.</summary>
/// <param name="Id">The message.</param>
/// <param name="EditedAt">Which of its versions that was.</param>
/// <param name="SaidBy">Who said it first.</param>
/// <param name="HasFiles">Whether its files go along.</param>
public sealed record Original(long Id, DateTimeOffset? EditedAt, Guid SaidBy, bool HasFiles);

/// <summary>Nobody says again what was taken back meanwhile; and a forwarded message's files are rows of its own room, that share the bytes of the first.</summary>
internal sealed class ForwardedRows(AttachmentQuota quota, IStringLocalizer<ChangeProblems> texts) : IMessageRows
{
    /// <exception cref="ProblemException">409: the original was deleted or edited since it was read. 413: its files are more than the forwarder may have.</exception>
    public async Task AddAsync(ChatDbContext tx, Message message, NewMessage typed, CancellationToken cancellationToken)
    {
        if (typed.Original is not { } original)
        {
            return;
        }

        var now = await tx.Messages
            .Where(m => m.Id == original.Id)
            .Select(m => new { m.EditedAt, m.DeletedAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (now is not { DeletedAt: null })
        {
            throw new ProblemException(StatusCodes.Status409Conflict, "message-deleted", texts["Deleted"]);
        }

        if (now.EditedAt != original.EditedAt || (original.HasFiles && !await AddFilesAsync(tx, message, original.Id, cancellationToken)))
        {
            throw new ProblemException(StatusCodes.Status409Conflict, "message-changed", texts["JustChanged"]);
        }
    }

    public Task ChangeAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>As with every file of a message, its rows are removed by who keeps files.</summary>
    public Task RemoveAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns whether there are any.</summary>
    private async Task<bool> AddFilesAsync(ChatDbContext tx, Message message, long source, CancellationToken cancellationToken)
    {
        var files = await tx.Attachments.AsNoTracking().Where(a => a.MessageId == source).OrderBy(a => a.Place).ToListAsync(cancellationToken);
        await quota.DemandAsync(tx, message.SenderId, files, cancellationToken);
        foreach (var file in files)
        {
            (file.Id, file.RoomId, file.MessageId, file.UploaderId, file.CreatedAt) = (0, message.RoomId, message.Id, message.SenderId, message.CreatedAt);
        }

        tx.Attachments.AddRange(files);
        await tx.SaveChangesAsync(cancellationToken);
        return files.Count > 0;
    }
}
