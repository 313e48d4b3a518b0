namespace ChatWeb.Tests.Support;

/// <summary>A clock that stands still until the test sets it.</summary>
public sealed class SetClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 18, 10, 30, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => (long)((Now - Start).TotalSeconds * TimestampFrequency);

    /// <summary>The timestamp so long after the start.</summary>
    public long After(double seconds) => (long)(seconds * TimestampFrequency);
}
