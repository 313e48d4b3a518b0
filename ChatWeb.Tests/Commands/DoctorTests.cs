using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Tests.Commands;

/// <summary>What the doctor says of a machine. What it says of a proxy: Cluster/DoctorThroughNginxTests.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task Of_a_healthy_machine_it_says_so()
    {
        await using var server = await ChatServer.StartAsync();

        var run = await CommandRun.StartAsync([Database(server.DatabaseFile)], "doctor");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        foreach (var check in (string[])["settings", "database", "migrations", "writing", "attachments", "redis", "clock"])
        {
            Assert.NotEmpty(run.Line(check));
        }
    }

    [Theory]
    [InlineData("Proxy__Known", "nginx", "Proxy:Known must")]
    [InlineData("Database__Provider", "Oracle", "Database:Provider")]
    [InlineData("Chat__Attachments__Folder", "wwwroot/files", "Chat:Attachments:Folder must")]
    [InlineData("Chat__Registration", "Perhaps", "Chat:Registration must")]
    public async Task A_wrong_setting_is_named(string name, string value, string sentence)
    {
        var run = await CommandRun.StartAsync([(name, value)], "doctor");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("failed ", run.Line("settings"), StringComparison.Ordinal);
        Assert.Contains(sentence, run.Line("settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_not_made()
    {
        var file = Path.Combine(Path.GetTempPath(), $"chatweb-{Guid.NewGuid():N}.db");

        var run = await CommandRun.StartAsync([Database(file)], "doctor");

        Assert.Equal(0, run.ExitCode); // the first start makes it
        Assert.StartsWith("warning ", run.Line("database"), StringComparison.Ordinal);
        Assert.Contains("migrate", run.Line("database"), StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_not_reached()
    {
        var run = await CommandRun.StartAsync(
            [("Database__Provider", "SqlServer"), ("ConnectionStrings__Chat", "Server=127.0.0.1,9;Database=ChatWeb;User ID=sa;Password=do-not-say;Connect Timeout=5")],
            "doctor");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("failed ", run.Line("database"), StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Chat", run.Line("database"), StringComparison.Ordinal);
        Assert.DoesNotContain("do-not-say", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_migrations_are_named_and_a_file_that_takes_no_changes_is_told()
    {
        await using var server = await ChatServer.StartAsync();
        await server.StopAsync();
        await ExecuteAsync(server.DatabaseFile, "CREATE TRIGGER Stop BEFORE UPDATE ON Installation BEGIN SELECT RAISE(ABORT, 'stopped'); END");
        var stopped = await CommandRun.StartAsync([Database(server.DatabaseFile)], "doctor");
        await ExecuteAsync(server.DatabaseFile, "DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%Leases'");
        var behind = await CommandRun.StartAsync([Database(server.DatabaseFile)], "doctor");

        Assert.Equal((1, 0), (stopped.ExitCode, behind.ExitCode));
        Assert.StartsWith("failed ", stopped.Line("writing"), StringComparison.Ordinal);
        Assert.StartsWith("warning ", behind.Line("migrations"), StringComparison.Ordinal);
        Assert.Contains("_Leases", behind.Line("migrations"), StringComparison.Ordinal);
        Assert.Contains("migrate", behind.Line("migrations"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_attachments_that_can_not_be_is_told()
    {
        var run = await CommandRun.StartAsync([("Chat__Attachments__Folder", "/dev/null/attachments")], "doctor");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("failed ", run.Line("attachments"), StringComparison.Ordinal);
        Assert.Contains("Chat:Attachments:Folder", run.Line("attachments"), StringComparison.Ordinal);
    }

    private static (string, string?) Database(string file) => ("ConnectionStrings__Chat", $"Data Source={file};Pooling=False");

    private static async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
