namespace ChatWeb.Streaming.Feeds;

/// <summary>
/// The one worker of a process that looks up what the users' own streams are to be told: whatever came within a
/// moment, for all users, in a few queries. There is no query a message, a user or a connection.
/// </summary>
internal sealed partial class FeedWorker(UserFeeds feeds, FeedPass pass, TimeProvider time, ILogger<FeedWorker> logger) : BackgroundService
{
    /// <summary>How long to gather what belongs together: a message and its sender's reading it, several messages.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(150);

    /// <summary>How long to leave a database alone that does not answer.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(1);

    /// <summary>A pass is followed by a rest of this many times its length, so that a storm costs a quarter of a core at most.</summary>
    private const int Rest = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await feeds.WaitAsync(stoppingToken);
                if (!feeds.IsHurried)
                {
                    await Task.Delay(Gathering, time, stoppingToken);
                }

                var rest = await PassAsync(stoppingToken);
                await Task.Delay(rest, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops.
        }
    }

    /// <summary>One pass; returns how long to rest after it.</summary>
    private async Task<TimeSpan> PassAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var dirt = feeds.Take();
        try
        {
            await pass.RunAsync(dirt, cancellationToken);
            var rest = Rest * time.GetElapsedTime(began);
            return rest < Recovery ? rest : Recovery;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotRead(exception);
            feeds.GiveBack(dirt);
            return Recovery;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is unread could not be looked up; it is tried again in a second.")]
    private partial void LogNotRead(Exception exception);
}
