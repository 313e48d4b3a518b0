using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace ChatWeb.Data;

/// <summary>What a database's error means, by its number and never by its words.</summary>
public static class DatabaseErrors
{
    /// <summary>A unique key is taken. SQLite: extended codes 2067 and 1555. SQL Server: 2627 (constraint) and 2601 (index).</summary>
    public static bool IsUniqueViolation(this DbUpdateException exception) => exception.InnerException switch
    {
        SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY } => true,
        SqlException { Number: 2627 or 2601 } => true,
        _ => false,
    };

    /// <summary>A database that was to be made is there already. SQL Server: 1801.</summary>
    public static bool IsDatabaseThere(this DbException exception) => exception is SqlException { Number: 1801 };

    /// <summary>The database itself failed (gone, locked, full): nothing that the caller sent is wrong.</summary>
    public static bool IsDatabaseFailure(this Exception exception) =>
        exception is DbException
        || exception is DbUpdateException { InnerException: DbException }
        || exception is Microsoft.EntityFrameworkCore.Storage.RetryLimitExceededException;
}
