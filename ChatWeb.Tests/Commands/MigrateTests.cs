using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Tests.Commands;

public sealed class MigrateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatweb-migrate-");

    private string File => Path.Combine(_folder.FullName, "chatweb.db");

    private (string, string?)[] Database => [("ConnectionStrings__Chat", $"Data Source={File};Pooling=False")];

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_empty_database_is_brought_up_to_date_and_told_what_with()
    {
        var first = await CommandRun.StartAsync(Database, "migrate");
        var second = await CommandRun.StartAsync(Database, "migrate");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.All(await AppliedAsync(), migration => Assert.Contains(migration, first.Output, StringComparison.Ordinal));
        Assert.Contains("The database is up to date.", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_nodes_may_do_it_at_once_and_each_migration_is_applied_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CommandRun.StartAsync(Database, "migrate")));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Output));
        var applied = await AppliedAsync();
        Assert.NotEmpty(applied);
        Assert.Equal(applied.Distinct(), applied);
    }

    [Fact]
    public async Task It_migrates_where_the_start_may_not()
    {
        (string, string?)[] settings = [.. Database, ("Database__MigrateOnStart", "false")];
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ChatServer.StartAsync(settings));
        Assert.Contains("dotnet ChatWeb.dll migrate", refused.Message, StringComparison.Ordinal);

        Assert.Equal(0, (await CommandRun.StartAsync(settings, "migrate")).ExitCode);

        await using var server = await ChatServer.StartAsync(settings);
        using var admin = await ChatApi.AdminAsync(server);
        Assert.NotEmpty(await admin.RoomsAsync());
    }

    [Theory]
    [InlineData("Database__Provider", "Oracle", "Database:Provider")]
    [InlineData("Database__Provider", "SqlServer", "ConnectionStrings:Chat")]
    [InlineData("ConnectionStrings__Chat", "Data Source=/proc/no/such/folder/chatweb.db", "The database was not brought up to date")]
    public async Task What_keeps_it_from_migrating_is_said(string name, string value, string sentence)
    {
        var run = await CommandRun.StartAsync([(name, value)], "migrate");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_no_command_is_answered_with_those_that_are()
    {
        var run = await CommandRun.StartAsync(Database, "migrat");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("doctor", run.Output, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    private async Task<List<string>> AppliedAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId";
        await using var reader = await command.ExecuteReaderAsync();
        var applied = new List<string>();
        while (await reader.ReadAsync())
        {
            applied.Add(reader.GetString(0));
        }

        return applied;
    }
}
