using System.Security.Cryptography;
using ChatWeb.Messages.Attachments;

namespace ChatWeb.Commands.Doctor;

/// <summary>Whether attachments can be kept: a small one is saved, read back and deleted.</summary>
internal sealed class AttachmentsCheck(IServiceProvider services, TimeProvider time) : ICheck
{
    private const int ProbeBytes = 1024;

    public string Name => "attachments";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        // Only here: a wrong setting stops the store's making, and is then this line's to tell.
        var store = services.GetRequiredService<IAttachmentStore>();
        var key = AttachmentKey.New();
        var probe = RandomNumberGenerator.GetBytes(ProbeBytes);
        try
        {
            await store.SaveAsync(key, new MemoryStream(probe), cancellationToken);
            var same = await IsAsync(store, key, probe, cancellationToken);
            await store.DeleteAsync(key, cancellationToken);
            await store.ListAsync(time.GetUtcNow(), key, limit: 1, cancellationToken); // what clears away orphans needs it
            return same
                ? Finding.Ok("Attachments can be saved, read and deleted.")
                : Finding.Failed("An attachment that was saved read back differently. Check what Chat:Attachments:Folder or Chat:Attachments:S3 names.");
        }
        catch (AttachmentStoreException exception)
        {
            return Finding.Failed(exception.Message.ReplaceLineEndings(" "));
        }
    }

    private static async Task<bool> IsAsync(IAttachmentStore store, string key, byte[] probe, CancellationToken cancellationToken)
    {
        await using var content = await store.OpenAsync(key, 0, null, cancellationToken);
        if (content is null)
        {
            return false;
        }

        using var read = new MemoryStream();
        await content.Stream.CopyToAsync(read, cancellationToken);
        return read.ToArray().AsSpan().SequenceEqual(probe);
    }
}
