using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.SqlServer;

/// <summary>
/// SQL Server writes side by side: each piece of work is a transaction of its own, and whoever takes a room's next
/// sequence holds that room's row until the commit. Transient errors are retried from the start on a fresh context.
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
