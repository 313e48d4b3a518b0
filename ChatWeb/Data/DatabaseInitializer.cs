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
    /// migrations that <c>Database:MigrateOnStart</c> forbids to apply.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await MigrateAsync(db, cancellationToken);
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
    }

    private async Task MigrateAsync(ChatDbContext db, CancellationToken cancellationToken)
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
            return;
        }

        if (!(options.Value.MigrateOnStart ?? isFile))
        {
            throw new InvalidOperationException(
                $"The database lacks {pending.Count} migrations, the first is {pending[0]}. "
                + "Apply them, or set Database:MigrateOnStart to true.");
        }

        if (isFile)
        {
            await SqliteMigrationLock.ClearStaleAsync(db, time, logger, cancellationToken);
        }

        LogMigrating(pending.Count);
        await db.Database.MigrateAsync(cancellationToken);
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
