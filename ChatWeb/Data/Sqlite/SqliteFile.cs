using Microsoft.Data.Sqlite;

namespace ChatWeb.Data.Sqlite;

/// <summary>Where the embedded database lies and how it is opened.</summary>
internal static class SqliteFile
{
    /// <summary>
    /// The configured connection string, made complete: a relative file counts from the content root, and without
    /// one the file is <c>App_Data/chatweb.db</c> there.
    /// </summary>
    public static string ConnectionString(string? configured, string contentRoot)
    {
        var builder = new SqliteConnectionStringBuilder(configured);
        var file = string.IsNullOrWhiteSpace(builder.DataSource) ? Path.Combine("App_Data", "chatweb.db") : builder.DataSource;
        builder.DataSource = Path.GetFullPath(file, contentRoot);
        builder.ForeignKeys = true;
        // The driver's own waiting sleeps 150 ms at a time; SqliteBusyHandler does the waiting instead.
        builder.DefaultTimeout = 1;
        return builder.ConnectionString;
    }

    public static void CreateFolder(string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }
}
