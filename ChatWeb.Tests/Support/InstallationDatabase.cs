using ChatWeb.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Tests.Support;

/// <summary>A database, in memory, that holds nothing but who it is.</summary>
public sealed class InstallationDatabase : IDbContextFactory<ChatDbContext>, IAsyncDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    private InstallationDatabase()
    {
    }

    public static async Task<InstallationDatabase> CreateAsync()
    {
        var database = new InstallationDatabase();
        await database._connection.OpenAsync();
        await using var command = database._connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE Installation (Id INTEGER PRIMARY KEY, DatabaseId TEXT NOT NULL, Name TEXT NOT NULL, SetUpAt TEXT NULL);
            INSERT INTO Installation VALUES (1, $id, '', NULL);
            """;
        command.Parameters.AddWithValue("$id", Guid.NewGuid());
        await command.ExecuteNonQueryAsync();
        return database;
    }

    /// <summary>What a process that opened it knows of it.</summary>
    public async Task<InstallationState> OpenAsync()
    {
        var installation = new InstallationState(this);
        await installation.RefreshAsync(CancellationToken.None);
        return installation;
    }

    public ChatDbContext CreateDbContext() => new(new DbContextOptionsBuilder<ChatDbContext>().UseSqlite(_connection).Options);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
