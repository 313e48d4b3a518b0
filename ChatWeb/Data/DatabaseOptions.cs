using System.ComponentModel.DataAnnotations;

namespace ChatWeb.Data;

public enum DatabaseProvider
{
    Sqlite = 0,
    SqlServer = 1,
}

/// <summary>The settings under <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>Which engine <c>ConnectionStrings:Chat</c> speaks to.</summary>
    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Whether pending migrations are applied at start; null means yes for SQLite and no for SQL Server.</summary>
    public bool? MigrateOnStart { get; set; }
}
