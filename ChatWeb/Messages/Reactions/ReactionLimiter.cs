using System.Threading.RateLimiting;

namespace ChatWeb.Messages.Reactions;

/// <summary>How fast one person may react: faster than anybody presses, and each is an event for the whole room.</summary>
public sealed class ReactionLimiter : IDisposable
{
    private const int Burst = 40;
    private const int PerSecond = 4;

    private readonly PartitionedRateLimiter<Guid> _limiter = PartitionedRateLimiter.Create<Guid, Guid>(user => RateLimitPartition.GetTokenBucketLimiter(
        user,
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Counts one; false, with the time to wait, when the user has none left.</summary>
    public bool TryTake(Guid userId, out TimeSpan retryAfter)
    {
        using var lease = _limiter.AttemptAcquire(userId);
        retryAfter = lease.IsAcquired ? TimeSpan.Zero : TimeSpan.FromSeconds(1);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
