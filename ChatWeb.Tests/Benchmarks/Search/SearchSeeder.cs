using ChatWeb.Data.Search;
using ChatWeb.Data.Sqlite.Search;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Benchmarks.Search;

/// <summary>Fills rooms with talk straight in the database, indexed as the program indexes it. The server must not run.</summary>
internal static class SearchSeeder
{
    /// <summary>Said in half the messages of the first room and nowhere else.</summary>
    public const string Secret = "극비사항";

    private const string InsertMessage =
        """
        INSERT INTO Messages (Id, RoomId, Number, Seq, SenderId, ClientId, Kind, Body, CreatedAt)
        VALUES ($id, $room, $number, $number, $sender, $client, 0, $body, $at)
        """;

    /// <summary>Rooms in turn get messages as they are large, so that every stretch of time has some of each.</summary>
    /// <returns>Some messages from the middle of the first room.</returns>
    public static async Task<IReadOnlyList<long>> FillAsync(string file, IReadOnlyList<(long Id, int Count)> rooms, Talk talk, CancellationToken cancellationToken)
    {
        await using var db = await DatabaseFile.OpenAsync(file, cancellationToken);
        var connection = db.Connection();
        var senders = await db.Users.OrderBy(u => u.CreatedAt).Select(u => u.Id).ToArrayAsync(cancellationToken);
        connection.Execute("PRAGMA cache_size = -500000");
        SetIndex(connection, "hashsize", 32 << 20); // a few large parts at once, instead of thousands to merge
        using (var transaction = connection.BeginTransaction())
        {
            Fill(connection, transaction, rooms, senders, talk, cancellationToken);
            transaction.Commit();
        }

        SetIndex(connection, "hashsize", 1 << 20);
        connection.Execute("INSERT INTO MessageSearch (MessageSearch) VALUES ('optimize')"); // as merged as by years of small steps
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var middle = rooms[0].Count / 2;
        return await db.Messages
            .Where(m => m.RoomId == rooms[0].Id && m.Number > middle - 50_000 && m.Number < middle + 50_000 && m.Number % 997 == 0)
            .Select(m => m.Id)
            .ToListAsync(cancellationToken);
    }

    private static void Fill(
        SqliteConnection connection,
        SqliteTransaction transaction,
        IReadOnlyList<(long Id, int Count)> rooms,
        Guid[] senders,
        Talk talk,
        CancellationToken cancellationToken)
    {
        using var insert = Prepare(connection, transaction, InsertMessage, "$id", "$room", "$number", "$sender", "$client", "$body", "$at");
        using var index = Prepare(connection, transaction, "INSERT INTO MessageSearch (rowid, Terms) VALUES ($id, $terms)", "$id", "$terms");
        var total = rooms.Sum(room => room.Count);
        var said = new long[rooms.Count];
        var first = connection.Scalar<long>("SELECT ifnull(max(Id), 0) FROM Messages");
        var start = DateTimeOffset.UtcNow.AddMinutes(-total);
        for (var i = 1; i <= total; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var room = RoomOf(rooms, said, i, total);
            var number = ++said[room];
            var body = talk.Next() + (room == 0 && number % 2 == 0 ? $" {Secret}" : "");
            var message = new IndexedMessage(first + i, rooms[room].Id, senders[i / 3 % senders.Length], body, start.AddMinutes(i));
            Run(insert, message.Id, message.RoomId, number, message.SenderId, Guid.NewGuid(), body, message.CreatedAt.UtcTicks);
            Run(index, message.Id, string.Join(' ', SearchDocument.Of(message, MessageContent.None).Terms));
        }

        for (var room = 0; room < rooms.Count; room++)
        {
            using var finish = Prepare(connection, transaction, "UPDATE Rooms SET LastNumber = $n, LastSeq = $n WHERE Id = $id; UPDATE RoomMembers SET LastReadNumber = $n WHERE RoomId = $id", "$n", "$id");
            Run(finish, said[room], rooms[room].Id);
        }

        using var done = Prepare(connection, transaction, "UPDATE MessageSearchState SET IndexedUpTo = $id", "$id");
        Run(done, first + total);
    }

    /// <summary>The room that lags most behind its share.</summary>
    private static int RoomOf(IReadOnlyList<(long Id, int Count)> rooms, long[] said, int i, int total)
    {
        var small = i % rooms.Count;
        return small != 0 && said[small] * total < (long)rooms[small].Count * i ? small : 0;
    }

    private static void SetIndex(SqliteConnection connection, string setting, int value) =>
        connection.Execute($"INSERT INTO MessageSearch (MessageSearch, rank) VALUES ('{setting}', {value})");

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

    private static void Run(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }
}
