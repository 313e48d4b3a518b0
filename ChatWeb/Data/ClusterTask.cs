namespace ChatWeb.Data;

/// <summary>Work that runs on one node of all at a time.</summary>
public interface IClusterTask
{
    /// <summary>The lease's name; it never changes.</summary>
    string Name { get; }

    /// <summary>
    /// Works until it is told to stop: the program ends, or this node has lost the lease. It must stop soon then, for
    /// another node may begin, and its writes must bear being done twice. When it fails or ends by itself, some node
    /// begins anew after a while.
    /// </summary>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>Runs a task while this node holds its lease, and tries to get the lease while it does not.</summary>
internal sealed partial class ClusterTaskRunner<T>(T task, Leases leases, TimeProvider time, ILogger<ClusterTaskRunner<T>> logger) : BackgroundService
    where T : IClusterTask
{
    /// <summary>Two renewals may fail before the lease is lost, and a free lease is found as soon.</summary>
    private static readonly TimeSpan Interval = Leases.Life / 3;

    /// <summary>The task is told to stop this long before anybody else can have the lease.</summary>
    private static readonly TimeSpan Margin = Leases.Life / 6;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var asked = time.GetTimestamp();
                if (await AskAsync(leases.TryTakeAsync, stoppingToken) == true)
                {
                    LogTaken(task.Name);
                    await HoldAsync(asked, stoppingToken);
                }

                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task HoldAsync(long asked, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var working = WorkAsync(stop.Token);
        var keeping = KeepAsync(asked, stop.Token);
        await Task.WhenAny(working, keeping);
        if (!working.IsCompleted && !stoppingToken.IsCancellationRequested)
        {
            LogLost(task.Name);
        }

        await stop.CancelAsync();
        await Task.WhenAll(working, keeping);
        await GiveBackAsync();
    }

    /// <summary>Renews the lease; ends when it is lost, or may be because the database has not answered for long.</summary>
    private async Task KeepAsync(long asked, CancellationToken cancellationToken)
    {
        try
        {
            while (Left(asked) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left < Interval ? left : Interval, time, cancellationToken);
                var asking = time.GetTimestamp();
                var renewed = await AskAsync(leases.RenewAsync, cancellationToken).WaitAsync(Left(asked), time, cancellationToken);
                if (renewed == false)
                {
                    return;
                }

                asked = renewed == true ? asking : asked;
            }
        }
        catch (TimeoutException)
        {
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>So that the next node need not wait. What another node has by now is left alone.</summary>
    private async Task GiveBackAsync()
    {
        try
        {
            await AskAsync(leases.ReleaseAsync, CancellationToken.None).WaitAsync(Margin, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // It runs out by itself.
        }
    }

    /// <summary>How long the task may go on from now without another answer than the one that was asked for then.</summary>
    private TimeSpan Left(long asked)
    {
        var left = Leases.Life - Margin - time.GetElapsedTime(asked);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The database's answer; null when it gave none.</summary>
    private async Task<bool?> AskAsync(Func<string, CancellationToken, Task<bool>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(task.Name, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(exception, task.Name);
            return null;
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await task.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            LogFailed(exception, task.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This node does the work '{Task}' now.")]
    private partial void LogTaken(string task);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This node has lost the work '{Task}' to another, or may have; it stops.")]
    private partial void LogLost(string task);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database did not say who does the work '{Task}'.")]
    private partial void LogNoAnswer(Exception exception, string task);

    [LoggerMessage(Level = LogLevel.Error, Message = "The work '{Task}' failed; it begins anew.")]
    private partial void LogFailed(Exception exception, string task);
}

public static class ClusterTasks
{
    public static IServiceCollection AddClusterTask<T>(this IServiceCollection services)
        where T : class, IClusterTask
    {
        services.AddSingleton<T>();
        return services.AddHostedService<ClusterTaskRunner<T>>();
    }
}
