using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>
/// The process's one timer. Every second it passes by all that clients hold open (who is due a heartbeat, whose flush
/// does not end, whose life is over) and sets going what features want done as often. When the program stops, it says
/// goodbye to everybody.
/// </summary>
internal sealed partial class StreamSweep(
    OpenStreams streams,
    IEnumerable<ISweepTask> tasks,
    IOptions<StreamOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StreamSweep> logger) : BackgroundService
{
    /// <summary>Who has not taken the goodbye by then is cut off: stopping waits for open connections.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>A second, or less for the sake of quicker heartbeats.</summary>
    private readonly TimeSpan _period = TimeSpan.FromSeconds(Math.Clamp(options.Value.HeartbeatSeconds, 0.1, 1));

    private readonly (ISweepTask Task, Task LastRun)[] _tasks = [.. tasks.Select(task => (task, Task.CompletedTask))];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var goodbye = lifetime.ApplicationStopping.UnsafeRegister(_ => _ = SayGoodbyeAsync(), null);
        using var timer = new PeriodicTimer(_period, time);
        while (await NextAsync(timer, stoppingToken))
        {
            var now = new SweepMoment(
                time.GetTimestamp(), (long)(_period.TotalSeconds / 2 * time.TimestampFrequency), time.GetUtcNow());
            PassBy(now);
            for (var i = 0; i < _tasks.Length; i++)
            {
                // One that takes long, a slow database, holds up neither heartbeats nor the others.
                if (_tasks[i].LastRun.IsCompleted)
                {
                    _tasks[i].LastRun = RunAsync(_tasks[i].Task, now, stoppingToken);
                }
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void PassBy(SweepMoment now)
    {
        foreach (var stream in streams.All)
        {
            try
            {
                stream.Tick(now);
            }
            catch (Exception exception)
            {
                LogSweepFailed(exception, stream.GetType().Name);
            }
        }
    }

    private async Task RunAsync(ISweepTask task, SweepMoment now, CancellationToken stoppingToken)
    {
        try
        {
            await task.SweepAsync(now, stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            LogSweepFailed(exception, task.GetType().Name);
        }
    }

    private async Task SayGoodbyeAsync()
    {
        var open = streams.All.ToList();
        foreach (var stream in open)
        {
            stream.Close(ByeReason.Shutdown, ComeBackIn(open.Count));
        }

        await Task.WhenAny(Task.WhenAll(open.Select(stream => stream.Completion)), Task.Delay(Farewell, time));
        open.FindAll(stream => !stream.Completion.IsCompleted).ForEach(stream => stream.Abort());
    }

    /// <summary>Milliseconds, spread so that about a thousand clients a second meet the server when it is back.</summary>
    private static int ComeBackIn(int clients) =>
        (ConnectionAck.DefaultRetryMs / 2) + Random.Shared.Next(Math.Max(ConnectionAck.DefaultRetryMs, clients));

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep failed in {What}; the next one tries again.")]
    private partial void LogSweepFailed(Exception exception, string what);
}
