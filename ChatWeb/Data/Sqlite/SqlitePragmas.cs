using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatWeb.Data.Sqlite;

/// <summary>
/// Sets what SQLite forgets between connections: readers never block on the writer (WAL), an acknowledged commit
/// survives a power cut (synchronous FULL), and another process's write is waited for.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Commands = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

    /// <summary>As EF opens the file to see whether it is there.</summary>
    private const string ReadOnly = "Mode=ReadOnly";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        SqliteBusyHandler.Install((SqliteConnection)connection); // first: the pragmas may have to wait, too
        if (connection.ConnectionString.Contains(ReadOnly, StringComparison.OrdinalIgnoreCase))
        {
            return; // it may not change a file that is not in WAL mode yet: a new one, or a backup made by VACUUM INTO
        }

        using var command = connection.CreateCommand();
        command.CommandText = Commands;
        command.ExecuteNonQuery();
    }

    // SQLite has no asynchronous calls; the pragmas take microseconds.
    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
