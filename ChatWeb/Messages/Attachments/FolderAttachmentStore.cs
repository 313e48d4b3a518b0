using System.Buffers;

namespace ChatWeb.Messages.Attachments;

/// <summary>
/// Attachments as files. A save writes a temporary file beside its place, syncs it and renames it: readers see all or
/// nothing, on a shared folder too.
/// </summary>
public sealed class FolderAttachmentStore(string root) : IAttachmentStore
{
    private const int BufferSize = 64 * 1024;

    public async Task<long> SaveAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var temporary = UnfinishedFile.NameBeside(path);
        try
        {
            Guard(() => MakeFolder(Path.GetDirectoryName(path)!));
            var length = await WriteAsync(temporary, content, cancellationToken);
            Guard(() =>
            {
                File.Move(temporary, path, overwrite: true);
                FolderDurability.Sync(Path.GetDirectoryName(path)!);
            });
            return length;
        }
        catch
        {
            UnfinishedFile.TryDelete(temporary);
            throw;
        }
    }

    public Task<AttachmentContent?> OpenAsync(string key, long offset, long? length, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        cancellationToken.ThrowIfCancellationRequested();
        AttachmentContent? content = null;
        Guard(() =>
        {
            try
            {
                var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.Asynchronous);
                file.Position = Math.Min(offset, file.Length);
                var left = file.Length - file.Position;
                content = new AttachmentContent(new RangeStream(file, Math.Min(left, length ?? left)), file.Length);
            }
            catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
            {
            }
        });
        return Task.FromResult(content);
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        cancellationToken.ThrowIfCancellationRequested();
        Guard(() =>
        {
            try
            {
                File.Delete(path);
            }
            catch (DirectoryNotFoundException)
            {
            }
        });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListAsync(DateTimeOffset before, string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (after is not null)
        {
            AttachmentKey.ThrowIfInvalid(after);
        }

        return Task.Run<IReadOnlyList<string>>(
            () =>
            {
                List<string> keys = [];
                Guard(() => keys = FolderListing.Keys(root, before, after, cancellationToken).Take(limit).ToList());
                return keys;
            },
            cancellationToken);
    }

    private async Task<long> WriteAsync(string temporary, Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        FileStream? file = null;
        try
        {
            Guard(() => file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous));
            long length = 0;
            int read;
            // What reading throws is the giver's, what writing throws is the store's.
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await GuardAsync(() => file!.WriteAsync(buffer.AsMemory(0, read), cancellationToken));
                length += read;
            }

            cancellationToken.ThrowIfCancellationRequested();
            Guard(() => file!.Flush(flushToDisk: true));
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (file is not null)
            {
                await GuardAsync(file.DisposeAsync);
            }
        }
    }

    /// <summary>The folder, its name made durable where it is new, and so for those above.</summary>
    private static void MakeFolder(string folder)
    {
        if (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { Length: > 0 } parent)
        {
            MakeFolder(parent);
            Directory.CreateDirectory(folder);
            FolderDurability.Sync(parent);
        }
    }

    private string PathOf(string key)
    {
        AttachmentKey.ThrowIfInvalid(key);
        return Path.Combine(root, key);
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(exception);
        }
    }

    private async ValueTask GuardAsync(Func<ValueTask> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(exception);
        }
    }

    private AttachmentStoreException Failure(Exception reason) =>
        new(
            $"The folder of attachments {root} can't be used ({reason.Message.TrimEnd('.')}). Check Chat:Attachments:Folder, that the program's user may write there, and that the disk has room.",
            reason);
}
