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

    private const string Sqlite = $"UPDATE Rooms SET {Changes} WHERE Id = @room RETURNING LastSeq, LastNumber";

    private const string SqlServer = $"UPDATE Rooms SET {Changes} OUTPUT inserted.LastSeq, inserted.LastNumber WHERE Id = @room";

    /// <summary>Moves the room on by one change and locks its row until the transaction ends.</summary>
    /// <exception cref="InvalidOperationException">There is no such room, or no transaction.</exception>
    public static async Task<RoomPlace> AdvanceAsync(
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
            : throw new InvalidOperationException($"Room {roomId} is not there to change.");
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
