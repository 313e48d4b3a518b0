using System.Data.Common;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ChatWeb.Data;

/// <summary>
/// The hottest statement of the program: every durable change moves its room's row and needs what it became. EF would
/// take an update and a query for it; both engines can say it in one, each in its own words.
/// </summary>
internal static class RoomRow
{
    private const string Changes =
        "LastSeq = LastSeq + 1, LastNumber = LastNumber + @messages, MemberCount = MemberCount + @members, "
        + "LastMessageAt = CASE WHEN @messages = 0 THEN LastMessageAt ELSE @now END";

    /// <summary>One that was deleted takes no more changes.</summary>
    private const string There = "Id = @room AND DeletedAt IS NULL";

    private const string Sqlite = $"UPDATE Rooms SET {Changes} WHERE {There} RETURNING LastSeq, LastNumber";

    internal const string SqlServer = $"UPDATE Rooms SET {Changes} OUTPUT inserted.LastSeq, inserted.LastNumber WHERE {There}";

    /// <summary>Moves the room on by one change and locks its row until the transaction ends; null when there is no such room.</summary>
    /// <exception cref="InvalidOperationException">There is no transaction.</exception>
    public static async Task<RoomPlace?> AdvanceAsync(
        ChatDbContext db,
        long roomId,
        int messages,
        int members,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("A room moves on inside the transaction of the change.");
        var isSqlite = db.Database.IsSqlite();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = isSqlite ? Sqlite : SqlServer;
        Add(command, "@room", roomId);
        Add(command, "@messages", messages);
        Add(command, "@members", members);
        Add(command, "@now", isSqlite ? now.UtcTicks : now); // as StoredTimes has it
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new RoomPlace(reader.GetInt64(0), reader.GetInt64(1))
            : null;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
