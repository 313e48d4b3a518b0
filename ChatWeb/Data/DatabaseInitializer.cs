using System.Data.Common;
using ChatWeb.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Data;

/// <summary>Migrates the database when it must, and makes sure of the <see cref="Installation"/> row.</summary>
internal sealed partial class DatabaseInitializer(
    IDbContextFactory<ChatDbContext> contexts,
    IChatWriter writer,
    InstallationState installation,
    IOptions<DatabaseOptions> options,
    TimeProvider time,
    ILogger<DatabaseInitializer> logger)
{
    /// <summary>
    /// Safe to run on several processes at once. Throws when the database cannot be reached, or when it lacks
    /// migrations that may not be applied.
    /// </summary>
    /// <param name="migrate">Whether missing migrations are applied; null leaves it to <c>Database:MigrateOnStart</c>.</param>
    /// <returns>The migrations that were missing.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(bool? migrate, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> applied;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            applied = await MigrateAsync(db, migrate ?? options.Value.MigrateOnStart, cancellationToken);
        }

        try
        {
            await writer.RunAsync(EnsureInstallationAsync, cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // Another process of the same start, where writers run side by side: its row is the one.
        }

        await installation.RefreshAsync(cancellationToken);
        return applied;
    }

    private async Task<IReadOnlyList<string>> MigrateAsync(ChatDbContext db, bool? migrate, CancellationToken cancellationToken)
    {
        var isFile = db.Database.IsSqlite();
        if (isFile)
        {
            SqliteFile.CreateFolder(db.Database.GetConnectionString()!);
        }

        // Migrating takes a lock row even when there is nothing to do, and a process killed meanwhile leaves it.
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
        {
            return pending;
        }

        if (!(migrate ?? isFile))
        {
            throw new InvalidOperationException(
                $"The database lacks {pending.Count} migrations, the first is {pending[0]}. "
                + "Apply them (dotnet ChatWeb.dll migrate), or set Database:MigrateOnStart to true.");
        }

        if (isFile)
        {
            await SqliteMigrationLock.ClearStaleAsync(db, time, logger, cancellationToken);
        }

        // Other nodes may be at it. EF lets one in after the other, by the lock row on SQLite and by an application lock
        // (sp_getapplock '__EFMigrationsLock', which a killed node's session gives back) on SQL Server, and whoever
        // comes next reads anew what is left to apply.
        LogMigrating(pending.Count);
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        catch (DbException exception) when (exception.IsDatabaseThere())
        {
            // The lock is in the database, so who makes it is not locked out: another node was faster.
            await db.Database.MigrateAsync(cancellationToken);
        }

        return pending;
    }

    private static async Task<bool> EnsureInstallationAsync(ChatDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.Installations.AnyAsync(cancellationToken))
        {
            db.Installations.Add(new Installation { DatabaseId = Guid.NewGuid() });
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Bringing the database up to date ({Count} migrations).")]
    private partial void LogMigrating(int count);
}
