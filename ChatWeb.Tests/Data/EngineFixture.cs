using System.Collections.Concurrent;
using ChatWeb.Data;
using ChatWeb.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data;

/// <summary>
/// The engines that the data tests run on: SQLite always, SQL Server when <see cref="Variable"/> names one. Without it
/// its cases are not there, neither passed nor skipped, and run-tests.sh says so.
/// </summary>
public sealed class EngineFixture : IDisposable
{
    /// <summary>Holds a connection string whose user may make and drop databases.</summary>
    public const string Variable = "CHATWEB_TEST_SQLSERVER";

    private const string Sqlite = "SQLite";
    private const string SqlServer = "SQL Server";

    private readonly ConcurrentDictionary<string, Lazy<ProgramInside>> _programs = [];

    public static TheoryData<string> Engines =>
        string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable)) ? new(Sqlite) : new(Sqlite, SqlServer);

    /// <summary>The program on a database of its own that was empty before; one for all tests of a class.</summary>
    public ProgramInside On(string engine) => _programs.GetOrAdd(engine, new Lazy<ProgramInside>(() => Start(engine))).Value;

    public void Dispose()
    {
        foreach (var (engine, program) in _programs)
        {
            if (engine == SqlServer)
            {
                using var scope = program.Value.Services.CreateScope();
                scope.ServiceProvider.GetRequiredService<ChatDbContext>().Database.EnsureDeleted();
            }

            program.Value.Dispose();
        }
    }

    private static ProgramInside Start(string engine)
    {
        if (engine == Sqlite)
        {
            return new ProgramInside();
        }

        var connection = new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(Variable)) { InitialCatalog = $"chatweb_test_{Guid.NewGuid():N}" };
        var program = new ProgramInside(
            replace: null,
            ("Database:Provider", "SqlServer"),
            ("Database:MigrateOnStart", "true"),
            ("ConnectionStrings:Chat", connection.ConnectionString));

        // A test that says SQL Server must not have been one of SQLite.
        using var scope = program.Services.CreateScope();
        Assert.True(scope.ServiceProvider.GetRequiredService<ChatDbContext>().Database.IsSqlServer());
        return program;
    }
}
