using System.Net;
using System.Net.Http.Headers;
using Amazon.S3;
using Amazon.S3.Model;
using ObjectRange = Amazon.S3.Model.ByteRange;

namespace ChatWeb.Messages.Attachments.S3;

/// <summary>
/// Attachments as objects of a bucket. When the answer to a save's last request is lost, the key may have the new
/// content although the save failed: only the server knows.
/// </summary>
public sealed class S3AttachmentStore(S3Options options, TimeProvider time) : IAttachmentStore, IDisposable
{
    private readonly S3Bucket _bucket = new(options);

    public async Task<long> SaveAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        var name = NameOf(key);
        using var part = new PartBuffer();
        if (await part.FillAsync(content, cancellationToken))
        {
            return await new S3Upload(_bucket, name).RunAsync(part, content, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        await PutAsync(name, part);
        return part.Length;
    }

    public Task<AttachmentContent?> OpenAsync(string key, long offset, long? length, CancellationToken cancellationToken)
    {
        var name = NameOf(key);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        var request = new GetObjectRequest { BucketName = _bucket.Name, Key = name, ByteRange = Range(offset, length) };
        return _bucket.AskAsync(
            async (s3, ct) =>
            {
                try
                {
                    return length == 0 ? await NothingOfAsync(s3, name, ct) : Content(await s3.GetObjectAsync(request, ct), ranged: request.ByteRange is not null);
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != S3Failure.NoSuchBucket)
                {
                    return null;
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    return await NothingOfAsync(s3, name, ct);
                }
            },
            cancellationToken);
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var name = NameOf(key);
        await _bucket.AskAsync(
            async (s3, ct) =>
            {
                try
                {
                    return await s3.DeleteObjectAsync(_bucket.Name, name, ct);
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != S3Failure.NoSuchBucket)
                {
                    return null; // some servers say so
                }
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<string>> ListAsync(DateTimeOffset before, string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (after is not null)
        {
            AttachmentKey.ThrowIfInvalid(after);
        }
        else
        {
            await S3UnfinishedUploads.AbortAsync(_bucket, time.GetUtcNow().UtcDateTime - S3UnfinishedUploads.LongestSave, cancellationToken);
        }

        return await S3Listing.KeysAsync(_bucket, before, after, limit, cancellationToken);
    }

    public void Dispose() => _bucket.Dispose();

    /// <summary>Not to be cancelled: nobody would know whether it was done. Its limit ends it.</summary>
    private async Task PutAsync(string name, PartBuffer part)
    {
        using var bytes = part.Open();
        // Not in chunks of their own signatures: few servers but Amazon's know those.
        var request = new PutObjectRequest { BucketName = _bucket.Name, Key = name, InputStream = bytes, UseChunkEncoding = false };
        await _bucket.AskAsync((s3, ct) => s3.PutObjectAsync(request, ct), CancellationToken.None);
    }

    /// <summary>Null for all of it: of an object without bytes no range can be had.</summary>
    private static ObjectRange? Range(long offset, long? length) => (offset, length) switch
    {
        (0, null) => null,
        (_, > 0) => new ObjectRange(offset, offset > long.MaxValue - length.Value ? long.MaxValue : offset + length.Value - 1),
        _ => new ObjectRange($"bytes={offset}-"),
    };

    private AttachmentContent Content(GetObjectResponse response, bool ranged)
    {
        if (!ranged)
        {
            return new AttachmentContent(new S3ContentStream(_bucket, response), response.ContentLength);
        }

        if (ContentRangeHeaderValue.TryParse(response.ContentRange, out var range) && range.Length is { } total)
        {
            return new AttachmentContent(new S3ContentStream(_bucket, response), total);
        }

        response.Dispose();
        throw new InvalidDataException("it sends the whole when a part is asked for");
    }

    /// <summary>The end of an object: no bytes, and how long it is.</summary>
    private async Task<AttachmentContent?> NothingOfAsync(IAmazonS3 s3, string name, CancellationToken cancellationToken)
    {
        try
        {
            return new AttachmentContent(Stream.Null, (await s3.GetObjectMetadataAsync(_bucket.Name, name, cancellationToken)).ContentLength);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private string NameOf(string key)
    {
        AttachmentKey.ThrowIfInvalid(key);
        return _bucket.KeyPrefix + key;
    }
}
