namespace ChatWeb.Data;

/// <summary>
/// Spares what fails: after a failure it is left alone for a second, then one caller tries it for all. Callers that are
/// turned away do without at once, where each would have waited in vain.
/// </summary>
public sealed class CircuitBreaker(TimeProvider time)
{
    /// <summary>Long enough to cost a failing part next to nothing, and short enough that nobody notices when it is back.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>When it may be tried again, as a timestamp; 0 while all is well.</summary>
    private long _retryAt;

    /// <summary>Whether the last that was heard was a failure.</summary>
    public bool IsOpen => Volatile.Read(ref _retryAt) != 0;

    /// <summary>Whether the caller may ask; while all is not well, one a second may.</summary>
    public bool MayAsk()
    {
        var retryAt = Volatile.Read(ref _retryAt);
        return retryAt == 0
            || (time.GetTimestamp() >= retryAt && Interlocked.CompareExchange(ref _retryAt, Next(), retryAt) == retryAt);
    }

    /// <summary>Notes a failure; true for the first after all was well, which is the one worth a line in the log.</summary>
    public bool Failed() => Interlocked.Exchange(ref _retryAt, Next()) == 0;

    /// <summary>Notes a success; true for the first after a failure.</summary>
    public bool Succeeded() => Volatile.Read(ref _retryAt) != 0 && Interlocked.Exchange(ref _retryAt, 0) != 0;

    private long Next() => time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency);
}
