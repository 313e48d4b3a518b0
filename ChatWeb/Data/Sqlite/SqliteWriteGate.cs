using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ChatWeb.Data.Sqlite;

/// <summary>
/// SQLite has one writer. This is its queue: one loop takes jobs in their order, and all that wait while a commit
/// reaches the disk share the next one, each behind a savepoint of its own. A single waiting job commits at once.
/// </summary>
internal sealed class SqliteWriteGate : IChatWriter, IAsyncDisposable
{
    /// <summary>Jobs that may wait; more callers wait outside, in order.</summary>
    private const int Capacity = 1_024;

    /// <summary>Jobs in one transaction, so that the first of them is not kept waiting for a crowd.</summary>
    private const int MaxShared = 64;

    private const string Savepoint = "job";

    private readonly Channel<WriteJob> _jobs = Channel.CreateBounded<WriteJob>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>Set in what runs inside the gate; waiting there for the gate would wait for ever.</summary>
    private readonly AsyncLocal<bool> _inside = new();

    private readonly IServiceProvider _services;
    private readonly Task _loop;

    public SqliteWriteGate(IServiceProvider services)
    {
        _services = services;
        _loop = Task.Run(LoopAsync);
    }

    public Task<T> RunAsync<T>(Func<ChatDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        EnqueueAsync(new WriteJob<T>(work, exclusive: null), cancellationToken);

    public Task<T> ExclusiveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        EnqueueAsync(new WriteJob<T>(shared: null, work), cancellationToken);

    /// <summary>Finishes what was accepted, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await _loop;
    }

    private async Task<T> EnqueueAsync<T>(WriteJob<T> job, CancellationToken cancellationToken)
    {
        if (_inside.Value)
        {
            throw new InvalidOperationException("Work inside the gate writes through the context it was given.");
        }

        await _jobs.Writer.WriteAsync(job, cancellationToken);
        await using (cancellationToken.UnsafeRegister(static (state, token) => ((WriteJob)state!).TryCancel(token), job))
        {
            return await job.Task;
        }
    }

    private async Task LoopAsync()
    {
        _inside.Value = true;
        var reader = _jobs.Reader;
        var shared = new List<WriteJob>(MaxShared);
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var job))
            {
                if (!job.TryBegin())
                {
                    continue;
                }

                if (job.IsExclusive)
                {
                    await job.RunExclusiveAsync();
                    continue;
                }

                shared.Clear();
                shared.Add(job);
                await CommitTogetherAsync(shared, reader);
            }
        }
    }

    private async Task CommitTogetherAsync(List<WriteJob> jobs, ChannelReader<WriteJob> reader)
    {
        try
        {
            await using var db = await _services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
            db.Database.AutoSavepointsEnabled = false; // each job has its own
            await using var transaction = await db.Database.BeginTransactionAsync();
            await RunOneAsync(jobs[0], db, transaction);
            while (jobs.Count < MaxShared && reader.TryPeek(out var next) && !next.IsExclusive && reader.TryRead(out next))
            {
                if (next.TryBegin())
                {
                    jobs.Add(next);
                    await RunOneAsync(next, db, transaction);
                }
            }

            await transaction.CommitAsync();
        }
        catch (Exception exception)
        {
            // The transaction as a whole is lost: nothing of any job is stored.
            jobs.ForEach(job => job.Fail(exception));
        }

        jobs.ForEach(job => job.Finish());
    }

    private static async Task RunOneAsync(WriteJob job, ChatDbContext db, IDbContextTransaction transaction)
    {
        await transaction.CreateSavepointAsync(Savepoint);
        try
        {
            await job.RunSharedAsync(db);
        }
        catch (Exception exception)
        {
            job.Fail(exception);
            await transaction.RollbackToSavepointAsync(Savepoint);
        }

        await transaction.ReleaseSavepointAsync(Savepoint);
        db.ChangeTracker.Clear();
    }
}
