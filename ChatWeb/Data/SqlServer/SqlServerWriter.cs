using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.SqlServer;

/// <summary>
/// SQL Server writes side by side: each piece of work is a transaction of its own, and whoever takes a room's next
/// sequence holds that room's row until the commit. Transient errors are retried from the start on a fresh context.
/// <para>
/// A transaction locks rooms before it changes their members, messages or log (<see cref="RoomRow"/>), one room at most,
/// and accounts in the order of their ids: no two wait for each other in a circle. What is left to chance between indexes
/// of one table ends as error 1205, which is retried.
/// </para>
/// <para>
/// The isolation is READ COMMITTED, where each statement sees what was committed before it: after the room's row is
/// locked, the truth about the room. SNAPSHOT would not do: it shows the state before that lock, and so lets somebody post
/// who has just left. READ_COMMITTED_SNAPSHOT is good (readers then wait for no writer), and what EF creates has it; but
/// nothing relies on it: a page reads the head first and the messages after, so it has at least what the head counts.
/// </para>
/// <para>
/// When a connection breaks during the commit, nobody knows what became of it, and the work runs again. So work must find
/// what it stored before: by its state (a member, a ban, a read mark), or by an id that was made outside of it.
/// </para>
/// </summary>
internal sealed class SqlServerWriter(IServiceProvider services) : IChatWriter
{
    public async Task<T> RunAsync<T>(Func<ChatDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<ChatDbContext>>();
        await using var outer = await contexts.CreateDbContextAsync(cancellationToken);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                db.Database.AutoSavepointsEnabled = false; // work that fails is undone whole
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var result = await work(db, token);
                // A commit is not called off half way: the caller would not know what became of it.
                await transaction.CommitAsync(CancellationToken.None);
                return result;
            },
            cancellationToken);
    }

    public Task<T> ExclusiveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        work(cancellationToken);
}
