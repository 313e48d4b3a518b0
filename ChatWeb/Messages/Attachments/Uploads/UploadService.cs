using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Attachments;

/// <summary>Takes files in, to be sent with a message later. What is never sent is swept away.</summary>
public sealed class UploadService(
    ChatDbContext db,
    IChatWriter writer,
    IAttachmentStore store,
    Admissions admissions,
    RunningUploads running,
    AttachmentQuota quota,
    UploadedPictures pictures,
    UploadProblems problems,
    TimeProvider time,
    IOptions<UploadOptions> options)
{
    /// <summary>Stores a file for a room. When it returns, the file is durable; when it throws, nothing of it is left.</summary>
    /// <param name="roomId">Where it may be sent.</param>
    /// <param name="userId">Whose it is.</param>
    /// <param name="name">As it was sent; any name will do.</param>
    /// <param name="content">The bytes, streamed.</param>
    /// <param name="length">How many they are, when that is known before.</param>
    /// <param name="cancellationToken">Calls it off.</param>
    /// <exception cref="ProblemException">
    /// 400: an empty file. 403: not a member of this public room. 404: no such room for this user. 409, 413, 429: more
    /// than somebody may have. 503, 507: the store can't take it.
    /// </exception>
    public async Task<Attachment> AddAsync(long roomId, Guid userId, string? name, Stream content, long? length, CancellationToken cancellationToken)
    {
        await admissions.DemandMemberAsync(db, roomId, userId, cancellationToken);
        if (length > options.Value.MaxBytes)
        {
            throw problems.TooLarge;
        }

        using var place = running.TryBegin(userId) ?? throw problems.TooManyAtOnce;
        await CheckRoomAsync(db, userId, length ?? 0, cancellationToken);
        var upload = new UploadStream(content, options.Value.MaxBytes, () => problems.TooLarge, () => problems.NoFile);
        var key = AttachmentKey.New();
        var size = await SaveAsync(key, upload, cancellationToken);
        try
        {
            if (size == 0)
            {
                throw problems.NoFile;
            }

            var (type, picture) = await pictures.LookAsync(key, FileTypes.Of(upload.Head), cancellationToken);
            var attachment = new Attachment
            {
                Key = key,
                RoomId = roomId,
                UploaderId = userId,
                Name = FileNames.Clean(name, type),
                ContentType = type.ContentType,
                Size = size,
                Width = picture?.Width,
                Height = picture?.Height,
                CreatedAt = time.GetUtcNow(),
            };
            return await writer.RunAsync((tx, ct) => StoreAsync(tx, attachment, ct), cancellationToken);
        }
        catch
        {
            await ForgetAsync(key);
            throw;
        }
    }

    /// <summary>Takes back what was not sent; nothing there is fine.</summary>
    public async Task RemoveAsync(long roomId, Guid userId, long attachmentId, CancellationToken cancellationToken)
    {
        await admissions.DemandMemberAsync(db, roomId, userId, cancellationToken);
        if (await FindUnsentAsync(roomId, userId, attachmentId, cancellationToken) is not { } attachment)
        {
            return;
        }

        var removed = await writer.RunAsync(
            (tx, ct) => tx.Attachments.Where(a => a.Id == attachmentId && a.MessageId == null).ExecuteDeleteAsync(ct),
            cancellationToken);
        if (removed > 0)
        {
            await ForgetAsync(attachment.Key);
            if (attachment.PreviewKey is { } preview)
            {
                await ForgetAsync(preview);
            }
        }
    }

    /// <summary>Keeps a small version of a picture that was not sent yet, made by its uploader's browser; the first one stays.</summary>
    /// <exception cref="ProblemException">As for <see cref="AddAsync"/>; 404: no such picture of this user. 400: not a small picture.</exception>
    public async Task AddPreviewAsync(long roomId, Guid userId, long attachmentId, Stream content, CancellationToken cancellationToken)
    {
        await admissions.DemandMemberAsync(db, roomId, userId, cancellationToken);
        if (await FindUnsentAsync(roomId, userId, attachmentId, cancellationToken) is not { PreviewKey: null } attachment
            || !FileTypes.IsPicture(attachment.ContentType))
        {
            throw Problems.NotFound();
        }

        using var place = running.TryBegin(userId) ?? throw problems.TooManyAtOnce;
        // No larger than its picture, which was counted: previews are not.
        var most = Math.Min(UploadedPictures.MaxPreviewBytes, attachment.Size);
        var upload = new UploadStream(content, most, () => problems.NoPreview, () => problems.NoPreview);
        var key = AttachmentKey.New();
        await SaveAsync(key, upload, cancellationToken);
        try
        {
            if (!await pictures.IsPreviewAsync(key, FileTypes.Of(upload.Head), cancellationToken))
            {
                throw problems.NoPreview;
            }

            var kept = await writer.RunAsync(
                async (tx, ct) =>
                {
                    await admissions.DemandMemberAsync(tx, roomId, userId, ct);
                    return await tx.Attachments
                        .Where(a => a.Id == attachmentId && a.MessageId == null && (a.PreviewKey == null || a.PreviewKey == key))
                        .ExecuteUpdateAsync(set => set.SetProperty(a => a.PreviewKey, key), ct);
                },
                cancellationToken);
            if (kept == 0)
            {
                throw Problems.NotFound();
            }
        }
        catch
        {
            await ForgetAsync(key);
            throw;
        }
    }

    private Task<Attachment?> FindUnsentAsync(long roomId, Guid userId, long attachmentId, CancellationToken cancellationToken) =>
        db.Attachments.AsNoTracking().SingleOrDefaultAsync(
            a => a.Id == attachmentId && a.RoomId == roomId && a.UploaderId == userId && a.MessageId == null,
            cancellationToken);

    private async Task<Attachment> StoreAsync(ChatDbContext tx, Attachment attachment, CancellationToken cancellationToken)
    {
        // Run again after a commit whose answer was lost, it is there already.
        if (attachment.Id != 0 && await tx.Attachments.AnyAsync(a => a.Id == attachment.Id && a.Key == attachment.Key, cancellationToken))
        {
            return attachment;
        }

        // The bytes may have taken minutes: the room, or the right to it, may have ended since.
        await admissions.DemandMemberAsync(tx, attachment.RoomId, attachment.UploaderId, cancellationToken);
        await CheckRoomAsync(tx, attachment.UploaderId, attachment.Size, cancellationToken);
        attachment.Id = 0;
        tx.Attachments.Add(attachment);
        await tx.SaveChangesAsync(cancellationToken);
        return attachment;
    }

    /// <summary>Whether a person may have so many more bytes, and one more file that is not sent.</summary>
    private async Task CheckRoomAsync(ChatDbContext context, Guid userId, long more, CancellationToken cancellationToken)
    {
        if (await context.Attachments.CountAsync(a => a.UploaderId == userId && a.MessageId == null, cancellationToken) >= options.Value.MaxUnsent)
        {
            throw problems.TooManyUnsent;
        }

        await quota.DemandAsync(context, userId, more, cancellationToken);
    }

    private async Task<long> SaveAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await store.SaveAsync(key, content, cancellationToken);
        }
        catch (AttachmentStoreException failure)
        {
            throw problems.Of(failure);
        }
    }

    /// <summary>What can't be deleted now is swept later: no row names it.</summary>
    private async Task ForgetAsync(string key)
    {
        try
        {
            await store.DeleteAsync(key, CancellationToken.None);
        }
        catch (AttachmentStoreException)
        {
        }
    }
}
