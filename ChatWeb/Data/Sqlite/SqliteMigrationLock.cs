using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.Sqlite;

/// <summary>
/// EF keeps other processes from migrating by a row in <c>__EFMigrationsLock</c> and waits for it without end. A
/// process killed while migrating leaves the row behind.
/// </summary>
internal static partial class SqliteMigrationLock
{
    /// <summary>No migration of an embedded database takes longer; an older row has no owner.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(1);

    /// <summary>How often a waiting process looks: the other one needs a second or two.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    public static async Task ClearStaleAsync(ChatDbContext db, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var exists = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (exists == 0)
        {
            return;
        }

        var waiting = false;
        while (await TakenAtAsync(db, cancellationToken) is { } text)
        {
            var known = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
            var left = known ? at + StaleAfter - time.GetUtcNow() : TimeSpan.Zero;
            if (left > TimeSpan.Zero && left <= StaleAfter) // longer: from the future, the clock was set back
            {
                if (!waiting)
                {
                    LogWaiting(logger, left);
                    waiting = true;
                }

                await Task.Delay(LookAgain, time, cancellationToken);
                continue;
            }

            // Only the row that was seen: another process may have begun in the meantime.
            var cleared = await db.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock WHERE Timestamp = {text}", cancellationToken);
            if (cleared > 0)
            {
                LogCleared(logger, text);
            }
        }
    }

    private static async Task<string?> TakenAtAsync(ChatDbContext db, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<string>($"SELECT Timestamp AS Value FROM __EFMigrationsLock").ToListAsync(cancellationToken)).FirstOrDefault();

    [LoggerMessage(Level = LogLevel.Information, Message = "Another process seems to migrate the database; waiting up to {Left}.")]
    private static partial void LogWaiting(ILogger logger, TimeSpan left);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cleared a migration lock of {TakenAt} whose owner is gone.")]
    private static partial void LogCleared(ILogger logger, string takenAt);
}
