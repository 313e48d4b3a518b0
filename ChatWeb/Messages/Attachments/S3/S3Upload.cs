using Amazon.S3.Model;

namespace ChatWeb.Messages.Attachments.S3;

/// <summary>Saves what is too long for one request, in parts that nobody sees before the last: then the whole is there at once.</summary>
internal sealed class S3Upload(S3Bucket bucket, string name)
{
    private readonly List<PartETag> _parts = [];
    private string? _id;

    /// <summary>Saves a full first part and what follows it in the stream; answers the length of all.</summary>
    public async Task<long> RunAsync(PartBuffer part, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            _id = (await bucket.AskAsync((s3, ct) => s3.InitiateMultipartUploadAsync(bucket.Name, name, ct), cancellationToken)).UploadId;
            long length = 0;
            bool full;
            do
            {
                await SendAsync(part, cancellationToken);
                length += part.Length;
                full = await part.FillAsync(content, cancellationToken);
            }
            while (full);
            if (part.Length > 0)
            {
                await SendAsync(part, cancellationToken);
                length += part.Length;
            }

            cancellationToken.ThrowIfCancellationRequested();
            await CompleteAsync();
            return length;
        }
        catch when (_id is not null)
        {
            await TryAbortAsync();
            throw;
        }
    }

    private async Task SendAsync(PartBuffer part, CancellationToken cancellationToken)
    {
        using var bytes = part.Open();
        var number = _parts.Count + 1;
        var request = new UploadPartRequest
        {
            BucketName = bucket.Name,
            Key = name,
            UploadId = _id,
            PartNumber = number,
            InputStream = bytes,
            PartSize = part.Length,
            UseChunkEncoding = false,
        };
        var sent = await bucket.AskAsync((s3, ct) => s3.UploadPartAsync(request, ct), cancellationToken);
        _parts.Add(new PartETag(number, sent.ETag));
    }

    /// <summary>Not to be cancelled: nobody would know whether it was done. Its limit ends it.</summary>
    private Task<CompleteMultipartUploadResponse> CompleteAsync()
    {
        var request = new CompleteMultipartUploadRequest { BucketName = bucket.Name, Key = name, UploadId = _id, PartETags = _parts };
        return bucket.AskAsync((s3, ct) => s3.CompleteMultipartUploadAsync(request, ct), CancellationToken.None);
    }

    /// <summary>What can't be aborted now, because the server is away, <see cref="S3UnfinishedUploads"/> aborts later.</summary>
    private async Task TryAbortAsync()
    {
        try
        {
            await bucket.AskAsync((s3, ct) => s3.AbortMultipartUploadAsync(bucket.Name, name, _id, ct), CancellationToken.None);
        }
        catch (AttachmentStoreException)
        {
        }
    }
}
