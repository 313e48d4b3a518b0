using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages;

/// <summary>How fast one person may write: <c>Chat:Posting:Messages</c> in any <c>Chat:Posting:WindowSeconds</c>.</summary>
public sealed class PostingLimiter : IDisposable
{
    /// <summary>The window slides in tenths, so that a burst at its edge can't count twice.</summary>
    private const int Segments = 10;

    private readonly PartitionedRateLimiter<Guid> _limiter;
    private readonly TimeSpan _segment;

    public PostingLimiter(IOptions<PostingOptions> options)
    {
        var window = TimeSpan.FromSeconds(options.Value.WindowSeconds);
        _segment = window / Segments;
        _limiter = PartitionedRateLimiter.Create<Guid, Guid>(user => RateLimitPartition.GetSlidingWindowLimiter(
            user,
            _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = options.Value.Messages,
                Window = window,
                SegmentsPerWindow = Segments,
                QueueLimit = 0,
            }));
    }

    /// <summary>Counts one message; false, with the time to wait, when the user has none left.</summary>
    public bool TryTake(Guid userId, out TimeSpan retryAfter)
    {
        using var lease = _limiter.AttemptAcquire(userId);
        retryAfter = lease.IsAcquired
            ? TimeSpan.Zero
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _segment;
        return lease.IsAcquired;
    }

    /// <summary>Whether the user has no message left right now, without counting one.</summary>
    public bool IsExhausted(Guid userId) => _limiter.GetStatistics(userId) is { CurrentAvailablePermits: <= 0 };

    public void Dispose() => _limiter.Dispose();
}
