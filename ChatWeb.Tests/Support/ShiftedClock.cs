namespace ChatWeb.Tests.Support;

/// <summary>The time of day as it is, or later: what has to pass first has passed. Timers and stopwatches go on as before.</summary>
public sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
