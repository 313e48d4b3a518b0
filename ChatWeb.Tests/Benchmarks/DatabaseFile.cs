using ChatWeb.Data;
using ChatWeb.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Benchmarks;

/// <summary>The server's database file, opened as the program itself opens it.</summary>
internal static class DatabaseFile
{
    /// <summary>A context on the file, its connection open with the program's own pragmas.</summary>
    public static async Task<ChatDbContext> OpenAsync(string file, CancellationToken cancellationToken)
    {
        var options = new DbContextOptionsBuilder<ChatDbContext>();
        SqliteChat.Configure(options, SqliteFile.ConnectionString($"Data Source={file};Pooling=false", Path.GetTempPath()));
        var db = new ChatDbContext(options.Options);
        await db.Database.OpenConnectionAsync(cancellationToken);
        return db;
    }

    public static SqliteConnection Connection(this ChatDbContext db) => (SqliteConnection)db.Database.GetDbConnection();

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static T Scalar<T>(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>How the program commits: what its connections are set to.</summary>
    public static void ReportCommitSettings(this SqliteConnection connection) =>
        Report.Line(
            "commit settings",
            $"journal_mode={connection.Scalar<string>("PRAGMA journal_mode")} synchronous={Named(connection.Scalar<long>("PRAGMA synchronous"))}");

    private static string Named(long synchronous) => synchronous switch
    {
        0 => "0 (OFF)",
        1 => "1 (NORMAL)",
        2 => "2 (FULL)",
        _ => $"{synchronous} (EXTRA)",
    };
}
