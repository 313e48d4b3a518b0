using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace ChatWeb.Messages.Attachments.S3;

/// <summary>Aborts uploads whose process or connection died: their parts take room and no listing of keys shows them.</summary>
internal static class S3UnfinishedUploads
{
    /// <summary>No save lasts that long.</summary>
    internal static readonly TimeSpan LongestSave = TimeSpan.FromDays(1);

    public static async Task AbortAsync(S3Bucket bucket, DateTime before, CancellationToken cancellationToken)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket.Name, Prefix = bucket.KeyPrefix };
        ListMultipartUploadsResponse? page;
        do
        {
            page = await bucket.AskAsync((s3, ct) => PageAsync(s3, request, ct), cancellationToken);
            foreach (var upload in page?.MultipartUploads ?? [])
            {
                if (upload.Initiated?.ToUniversalTime() < before && AttachmentKey.IsValid(upload.Key[bucket.KeyPrefix.Length..]))
                {
                    await bucket.AskAsync((s3, ct) => AbortAsync(s3, bucket.Name, upload, ct), cancellationToken);
                }
            }

            (request.KeyMarker, request.UploadIdMarker) = (page?.NextKeyMarker, page?.NextUploadIdMarker);
        }
        while (page?.IsTruncated == true && request.KeyMarker is not null);
    }

    /// <summary>Null from a server that keeps no such list (some small ones): it has rules of its own for such uploads.</summary>
    private static async Task<ListMultipartUploadsResponse?> PageAsync(IAmazonS3 s3, ListMultipartUploadsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await s3.ListMultipartUploadsAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed)
        {
            return null;
        }
    }

    private static async Task<bool> AbortAsync(IAmazonS3 s3, string bucket, MultipartUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            await s3.AbortMultipartUploadAsync(bucket, upload.Key, upload.UploadId, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchUpload")
        {
            return false; // it ended meanwhile
        }
    }
}
