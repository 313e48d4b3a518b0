using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Benchmarks;

/// <summary>Fills a room straight in the database, as if everything had been posted and read. The server must not run.</summary>
internal static class RoomSeeder
{
    private const string InsertMessage =
        """
        INSERT INTO Messages (RoomId, Number, Seq, SenderId, ClientId, Kind, Body, CreatedAt)
        VALUES ($room, $number, $seq, $sender, $client, 0, $body, $at) RETURNING Id
        """;

    private const string InsertEvent =
        "INSERT INTO RoomEvents (RoomId, Seq, Kind, EntityId, UserId, CreatedAt) VALUES ($room, $seq, 1, $message, $sender, $at)";

    private const string FinishRoom =
        """
        UPDATE Rooms SET LastNumber = $number, LastSeq = $seq, LastMessageAt = $at WHERE Id = $room;
        UPDATE RoomMembers SET LastReadNumber = $number WHERE RoomId = $room;
        """;

    /// <summary>Adds messages, one a minute until now, from a few senders in turn; the newest are alike for any count.</summary>
    public static async Task FillAsync(string file, IReadOnlyDictionary<long, int> countOfRoom, CancellationToken cancellationToken)
    {
        await using var db = await DatabaseFile.OpenAsync(file, cancellationToken);
        var connection = db.Connection();
        var senders = await db.Users.OrderBy(u => u.CreatedAt).Select(u => u.Id).ToArrayAsync(cancellationToken);

        // The keys of a million messages fall all over their index: keep it in memory while it grows.
        connection.Execute("PRAGMA cache_size = -500000");
        using (var transaction = connection.BeginTransaction())
        {
            foreach (var (room, count) in countOfRoom)
            {
                Fill(connection, transaction, room, count, senders, cancellationToken);
            }

            transaction.Commit();
        }

        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void Fill(SqliteConnection connection, SqliteTransaction transaction, long room, int count, Guid[] senders, CancellationToken cancellationToken)
    {
        using var message = Prepare(connection, transaction, InsertMessage, "$room", "$number", "$seq", "$sender", "$client", "$body", "$at");
        using var roomEvent = Prepare(connection, transaction, InsertEvent, "$room", "$seq", "$message", "$sender", "$at");
        using var finish = Prepare(connection, transaction, FinishRoom, "$room", "$number", "$seq", "$at");
        var number = connection.Scalar<long>($"SELECT LastNumber FROM Rooms WHERE Id = {room}");
        var seq = connection.Scalar<long>($"SELECT LastSeq FROM Rooms WHERE Id = {room}");
        var now = DateTimeOffset.UtcNow;
        for (var left = count - 1; left >= 0; left--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (number, seq) = (number + 1, seq + 1);
            var at = now.AddMinutes(-left).UtcTicks;
            var sender = senders[left / 2 % senders.Length];
            Set(message, room, number, seq, sender, Guid.NewGuid(), $"Message {left:D7} from the end, **about as long** as people write them.", at);
            var id = (long)message.ExecuteScalar()!;
            Set(roomEvent, room, seq, id, sender, at);
            roomEvent.ExecuteNonQuery();
        }

        Set(finish, room, number, seq, now.UtcTicks);
        finish.ExecuteNonQuery();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, SqliteTransaction transaction, string sql, params string[] names)
    {
        var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        foreach (var name in names)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private static void Set(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}
