using ChatWeb.Http;
using ChatWeb.Streaming;

namespace ChatWeb.Telemetry;

/// <summary>An event stream of three events, a second apart, as small as a heartbeat: what a buffer on the way would hold back.</summary>
internal sealed class StreamProbe(IHostApplicationLifetime lifetime, TimeProvider time)
{
    public const int Events = 3;

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>At once in this process. Anybody may ask: eight sockets for two seconds are what it can cost.</summary>
    private const int MaxOpen = 8;

    private int _open;

    /// <exception cref="ProblemException">429: too many at once.</exception>
    public async Task ServeAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            if (Interlocked.Increment(ref _open) > MaxOpen)
            {
                throw new ProblemException(
                    StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many checks at once; wait a moment.", retryAfter: Events * Pause);
            }

            SseStream.Prepare(context);
            for (var number = 1; number <= Events; number++)
            {
                await context.Response.Body.WriteAsync(SseFrames.Json("check", new { number }), ended.Token);
                await context.Response.Body.FlushAsync(ended.Token);
                if (number < Events)
                {
                    await Task.Delay(Pause, time, ended.Token);
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, or the program stops.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
