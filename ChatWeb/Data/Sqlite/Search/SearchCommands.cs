using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ChatWeb.Data.Sqlite.Search;

/// <summary>What is said to the tables of the search, which EF does not know: the migration Search makes them.</summary>
internal static class SearchCommands
{
    /// <summary>Up to which message the index goes; what is newer is looked through itself.</summary>
    public const string IndexedUpTo = "SELECT IndexedUpTo FROM MessageSearchState";

    /// <summary>The rooms that $reader may read. The same rule is RoomQueries.VisibleTo.</summary>
    public const string ReadableRooms =
        """
        SELECT Id FROM Rooms WHERE DeletedAt IS NULL
        AND (Kind = 0 OR Id IN (SELECT RoomId FROM RoomMembers WHERE UserId = $reader))
        """;

    /// <summary>Columns of a message that make its document, in the order that <see cref="SearchDocument.Read"/> reads.</summary>
    public const string Document =
        """
        m.Id, m.RoomId, m.SenderId, m.Body, m.CreatedAt,
        (SELECT max(CASE WHEN a.ContentType LIKE 'image/%' THEN 3 ELSE 1 END) FROM Attachments a WHERE a.MessageId = m.Id)
        """;

    /// <summary>Messages people said: neither deleted nor lines of the room itself.</summary>
    public const string IsSaid = "m.DeletedAt IS NULL AND m.Kind IN (0, 1)";

    public static SqliteCommand Command(this ChatDbContext db, string sql, params (string Name, object? Value)[] parameters)
    {
        var command = (SqliteCommand)db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    public static long Number(this SqliteCommand command) => Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
}
