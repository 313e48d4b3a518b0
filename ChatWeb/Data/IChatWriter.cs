namespace ChatWeb.Data;

/// <summary>
/// The one way to write. What it promises: <list type="bullet">
/// <item>The task completes when the change is durable, or fails when nothing of it is.</item>
/// <item>Work runs alone (SQLite) or under the locks it takes (SQL Server); callers are served in their order.</item>
/// <item>Work that throws is undone by itself and fails alone, whoever shares its commit.</item>
/// </list>
/// A caller that gives up while it waits leaves nothing. Once work has begun, cancellation undoes it whole (SQL Server)
/// or no longer stops it (SQLite); a commit is never called off.
/// </summary>
public interface IChatWriter
{
    /// <summary>
    /// Runs <paramref name="work"/> inside a transaction on a fresh context. It may run more than once (a retry after
    /// a transient error) and so must do nothing outside the database; once in a while even after it was committed, when
    /// the answer to the commit was lost, and so must not double what it finds done.
    /// </summary>
    Task<T> RunAsync<T>(Func<ChatDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Runs work that brings its own context and transaction while nobody else writes.</summary>
    Task<T> ExclusiveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken);
}
