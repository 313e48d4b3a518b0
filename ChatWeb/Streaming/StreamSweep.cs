using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>
/// The process's one timer. Every second it looks at all open streams: who is due a heartbeat, whose flush does not
/// end, whose life is over. Every few seconds it compares the rooms' heads with their hubs, in one query, so that a
/// wake-up that the bus lost is late and not lost.
/// </summary>
internal sealed partial class StreamSweep(
    RoomHubs hubs,
    IRoomSequences rooms,
    IOptions<StreamOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StreamSweep> logger) : BackgroundService
{
    /// <summary>A second, or less for the sake of quicker heartbeats.</summary>
    private readonly TimeSpan _period = TimeSpan.FromSeconds(Math.Clamp(options.Value.HeartbeatSeconds, 0.1, 1));

    /// <summary>Who has not taken the goodbye by then is cut off: stopping waits for open connections.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>Sweeps between two looks at the heads: a lost wake-up costs at most this many seconds.</summary>
    private const int HeadsEvery = 3;

    /// <summary>Rooms in one query; below every engine's limit on parameters.</summary>
    private const int RoomsPerQuery = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var goodbye = lifetime.ApplicationStopping.UnsafeRegister(_ => _ = SayGoodbyeAsync(), null);
        using var timer = new PeriodicTimer(_period, time);
        for (var round = 1; await NextAsync(timer, stoppingToken); round++)
        {
            try
            {
                LookAtStreams();
                if (round % HeadsEvery == 0)
                {
                    await LookAtHeadsAsync(stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogSweepFailed(exception);
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

    private void LookAtStreams()
    {
        var now = time.GetTimestamp();
        var interval = (long)(options.Value.HeartbeatSeconds * time.TimestampFrequency);
        // A sweep a little early beats one a whole period late.
        var due = now + (long)(_period.TotalSeconds / 2 * time.TimestampFrequency);
        foreach (var hub in hubs.All)
        {
            ReadOnlyMemory<byte>? heartbeat = null;
            foreach (var subscriber in hub.Live)
            {
                if (subscriber.IsStalled(now))
                {
                    subscriber.Abort();
                }
                else if (now >= subscriber.ExpiresAt)
                {
                    subscriber.Close(ByeReason.Expired);
                }
                else if (due >= subscriber.HeartbeatAt)
                {
                    subscriber.HeartbeatAt = now + interval;
                    subscriber.Send(subscriber.Format.IsJson ? heartbeat ??= Heartbeat(hub) : SseFrames.CommentHeartbeat);
                }
            }
        }
    }

    private ReadOnlyMemory<byte> Heartbeat(RoomHub hub)
    {
        var now = time.GetUtcNow();
        return SseFrames.Json(HeartbeatSignal.Name, new HeartbeatSignal(HeartbeatSignal.Name, hub.RoomId, now, now));
    }

    private async Task LookAtHeadsAsync(CancellationToken cancellationToken)
    {
        foreach (var listening in hubs.All.Where(hub => hub.IsStarted).Chunk(RoomsPerQuery))
        {
            var heads = await rooms.HeadsAsync([.. listening.Select(hub => hub.RoomId)], cancellationToken);
            foreach (var hub in listening)
            {
                hub.Wake(heads.GetValueOrDefault(hub.RoomId));
            }
        }
    }

    private async Task SayGoodbyeAsync()
    {
        var listeners = hubs.All.SelectMany(hub => hub.Live).ToList();
        listeners.ForEach(listener => listener.Close(ByeReason.Shutdown));
        await Task.WhenAny(Task.WhenAll(listeners.Select(listener => listener.Completion)), Task.Delay(Farewell, time));
        listeners.FindAll(listener => !listener.Completion.IsCompleted).ForEach(listener => listener.Abort());
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A sweep over the open streams failed; the next one tries again.")]
    private partial void LogSweepFailed(Exception exception);
}
