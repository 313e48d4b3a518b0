using System.Globalization;
using ChatWeb.Streaming;

namespace ChatWeb.Telemetry;

/// <summary>
/// How busy this process is, from 0 to 1, averaged over the last seconds: the greater of the processor time it used, as
/// a share of the cores it has, and how late its own timer comes, which tells of a starved thread pool.
/// </summary>
internal sealed class ServerLoad(TimeProvider time) : ISweepTask
{
    public const string Header = "X-Server-Load";

    /// <summary>The weight of a sample falls to 1/e in this time: a spike of a second does not slow every client down.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    /// <summary>The timer comes every second or more often; one that comes two seconds late serves nobody well.</summary>
    private static readonly TimeSpan OnTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Starved = TimeSpan.FromSeconds(2);

    private long _sampled = time.GetTimestamp();
    private TimeSpan _used = Environment.CpuUsage.TotalTime;
    private double _value;

    /// <summary>The load as of the last sweep.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>The load as the wire shows it, <c>0.00</c> to <c>1.00</c>.</summary>
    public string Text => Value.ToString("0.00", CultureInfo.InvariantCulture);

    public Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        // Not the sweep's own moment: what matters is when the pool got round to this.
        var timestamp = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_sampled, timestamp);
        var used = Environment.CpuUsage.TotalTime;
        Take(elapsed, used - _used);
        (_sampled, _used) = (timestamp, used);
        return Task.CompletedTask;
    }

    /// <summary>Takes a sample: how much processor time was used in how much time.</summary>
    internal void Take(TimeSpan elapsed, TimeSpan used)
    {
        if (elapsed > TimeSpan.Zero)
        {
            var busy = used / (elapsed * Environment.ProcessorCount);
            var late = (elapsed - OnTime) / Starved;
            var sample = Math.Clamp(Math.Max(busy, late), 0, 1);
            Volatile.Write(ref _value, _value + ((sample - _value) * (1 - Math.Exp(-elapsed / Memory))));
        }
    }
}
