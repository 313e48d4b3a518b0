using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data;

/// <summary>Tries the database out without changing anything that anybody could see.</summary>
internal sealed class DatabaseProbe(IDbContextFactory<ChatDbContext> contexts)
{
    /// <summary>The database file that is to be made yet; null when it is there or the database is no file.</summary>
    public string? MissingFile()
    {
        using var db = contexts.CreateDbContext();
        return db.Database.IsSqlite() && new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource is var file && !File.Exists(file)
            ? file
            : null;
    }

    /// <summary>Connects once; throws when it can't.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Not through EF, which would try again for a minute.
        await using var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    /// <summary>Commits a change that leaves everything as it was: only a commit finds a full disk.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Installations.ExecuteUpdateAsync(set => set.SetProperty(i => i.Name, i => i.Name), cancellationToken);
    }

    /// <summary>What the database takes for now; null where it is a file and has no clock but this machine's.</summary>
    public async Task<DateTimeOffset?> ClockAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return db.Database.IsSqlite()
            ? null
            : await db.Database.SqlQuery<DateTimeOffset>($"SELECT SYSDATETIMEOFFSET() AS Value").SingleAsync(cancellationToken);
    }
}
