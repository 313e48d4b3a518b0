using Amazon.S3.Model;

namespace ChatWeb.Messages.Attachments.S3;

/// <summary>Reads the bucket's list, which is in ordinal order, in pages.</summary>
internal static class S3Listing
{
    /// <summary>What S3 gives at most.</summary>
    private const int PageSize = 1000;

    public static async Task<List<string>> KeysAsync(S3Bucket bucket, DateTimeOffset before, string? after, int limit, CancellationToken cancellationToken)
    {
        List<string> keys = [];
        var request = new ListObjectsV2Request
        {
            BucketName = bucket.Name,
            Prefix = bucket.KeyPrefix,
            StartAfter = after is null ? null : bucket.KeyPrefix + after,
            MaxKeys = PageSize,
        };
        ListObjectsV2Response page;
        do
        {
            page = await bucket.AskAsync((s3, ct) => s3.ListObjectsV2Async(request, ct), cancellationToken);
            var older = (page.S3Objects ?? [])
                .Where(entry => entry.LastModified?.ToUniversalTime() < before.UtcDateTime)
                .Select(entry => entry.Key[bucket.KeyPrefix.Length..])
                .Where(AttachmentKey.IsValid);
            keys.AddRange(older.Take(limit - keys.Count));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (keys.Count < limit && page.IsTruncated == true);
        return keys;
    }
}
