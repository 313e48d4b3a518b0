using System.Diagnostics;

namespace ChatWeb.Benchmarks;

/// <summary>Two ways to press a server.</summary>
internal static class Load
{
    /// <summary>
    /// Begins work at a fixed rate whether or not earlier work has finished, and counts each time from when it was
    /// due: a server that falls behind can't hide it by slowing its clients.
    /// </summary>
    public static async Task<Latencies> AtRateAsync(int perSecond, TimeSpan duration, Func<int, Task> work, CancellationToken cancellationToken)
    {
        var begun = new Task<double>[(int)(perSecond * duration.TotalSeconds)];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < begun.Length; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            var wait = due - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                // A delay counts whole milliseconds only; never early.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), cancellationToken);
            }

            begun[i] = TimedAsync(work(i), start, due);
        }

        return new Latencies(await Task.WhenAll(begun).WaitAsync(cancellationToken));
    }

    /// <summary>Workers that each begin again as soon as they are done; returns how much they did in a second.</summary>
    public static async Task<double> BackToBackAsync(int workers, TimeSpan duration, Func<int, Task> work, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var done = await Task.WhenAll(Enumerable.Range(0, workers).Select(WorkAsync)).WaitAsync(cancellationToken);
        return done.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task<int> WorkAsync(int worker)
        {
            var times = 0;
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                await work(worker);
                times++;
            }

            return times;
        }
    }

    private static async Task<double> TimedAsync(Task work, long start, TimeSpan due)
    {
        await work;
        return (Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds;
    }
}
