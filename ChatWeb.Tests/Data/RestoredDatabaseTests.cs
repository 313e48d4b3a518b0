using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Tests.Data;

public sealed class RestoredDatabaseTests
{
    [Fact]
    public async Task A_backup_that_is_not_in_WAL_mode_is_taken_up_and_put_into_it()
    {
        var folder = Directory.CreateTempSubdirectory("chatweb-restored-");
        try
        {
            var (source, backup) = (Path.Combine(folder.FullName, "source.db"), Path.Combine(folder.FullName, "backup.db"));
            await ReadyDatabase.CopyToAsync(source);
            Ask(source, $"VACUUM INTO '{backup}'");
            Assert.Equal("delete", Ask(backup, "PRAGMA journal_mode"));

            using var program = new ProgramInside(settings: ("ConnectionStrings:Chat", $"Data Source={backup}"));
            using var admin = await ChatApi.AdminAsync(program.Address);
            await admin.CreateRoomAsync();

            Assert.Equal("wal", Ask(backup, "PRAGMA journal_mode"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Ask(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}
