using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Tests.Data;

public sealed class MigrationLockTests
{
    [Fact]
    public async Task A_migration_lock_whose_owner_was_killed_does_not_stop_the_next_start()
    {
        await using var server = await ChatServer.StartAsync();
        await server.StopAsync();

        // As if a process had been killed while it brought an older database up to date.
        await ExecuteAsync(server.DatabaseFile, """
            DELETE FROM __EFMigrationsHistory;
            INSERT OR REPLACE INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-01-01 00:00:00');
            """);
        await DropEverythingElseAsync(server.DatabaseFile);

        await server.StartAsync();

        Assert.Contains("Cleared a migration lock", server.Output, StringComparison.Ordinal);
        using var admin = await ChatApi.AdminAsync(server);
        Assert.NotEmpty(await admin.RoomsAsync());
    }

    [Fact]
    public async Task A_lock_row_is_not_even_looked_at_when_there_is_nothing_to_migrate()
    {
        await using var server = await ChatServer.StartAsync();
        await server.StopAsync();
        await ExecuteAsync(server.DatabaseFile, "INSERT OR REPLACE INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2099-01-01 00:00:00');");

        await server.StartAsync();

        using var admin = await ChatApi.AdminAsync(server);
        Assert.NotEmpty(await admin.RoomsAsync());
    }

    private static async Task DropEverythingElseAsync(string file)
    {
        await using var connection = await OpenAsync(file);
        var tables = new List<string>();
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'";
            await using var reader = await list.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.NotEmpty(tables);
        await ExecuteAsync(file, "PRAGMA foreign_keys = OFF;" + string.Concat(tables.Select(table => $"DROP TABLE IF EXISTS \"{table}\";")));
    }

    private static async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = await OpenAsync(file);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
