namespace ChatWeb.Streaming.Redis;

/// <summary>Bounds a log of what may come with every message: a line a minute, which says how many it stands for.</summary>
internal sealed class LogPace(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _loggedAt;
    private long _count;

    /// <summary>Counts one; true when it is time for a line about <paramref name="count"/> of them.</summary>
    public bool MayLog(out long count)
    {
        lock (_gate)
        {
            count = ++_count;
            if (_loggedAt is { } loggedAt && time.GetElapsedTime(loggedAt) < Pause)
            {
                return false;
            }

            (_loggedAt, _count) = (time.GetTimestamp(), 0);
            return true;
        }
    }
}
