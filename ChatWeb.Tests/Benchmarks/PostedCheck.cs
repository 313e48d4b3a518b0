using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Benchmarks;

/// <summary>Whether the database holds what was acknowledged: each message once, in its place, and no gap anywhere.</summary>
internal static class PostedCheck
{
    private const string MissingNumbers =
        """
        SELECT COUNT(*) FROM Rooms r WHERE
            (SELECT COUNT(*) FROM Messages m WHERE m.RoomId = r.Id AND m.Number BETWEEN 1 AND r.LastNumber) <> r.LastNumber
            OR (SELECT COUNT(*) FROM Messages m WHERE m.RoomId = r.Id) <> r.LastNumber
        """;

    private const string MissingSequences =
        """
        SELECT COUNT(*) FROM Rooms r WHERE
            (SELECT COUNT(*) FROM RoomEvents e WHERE e.RoomId = r.Id AND e.Seq BETWEEN 1 AND r.LastSeq) <> r.LastSeq
            OR (SELECT COUNT(*) FROM RoomEvents e WHERE e.RoomId = r.Id) <> r.LastSeq
        """;

    private const string MessagesWithoutEvent =
        """
        SELECT COUNT(*) FROM Messages m
        WHERE NOT EXISTS (SELECT 1 FROM RoomEvents e WHERE e.RoomId = m.RoomId AND e.Seq = m.Seq AND e.EntityId = m.Id)
        """;

    /// <exception cref="InvalidOperationException">A promise was broken.</exception>
    public static void Run(SqliteConnection connection, IReadOnlyCollection<WireMessage> acknowledged)
    {
        var stored = Stored(connection).ToLookup(row => row.ClientId);
        var lost = acknowledged.Count(message => !stored[message.ClientId!.Value].SequenceEqual([Row.Of(message)]));
        Expect(lost == 0, $"{lost} of {acknowledged.Count} acknowledged messages are not stored once as they were acknowledged");
        Expect(connection.Scalar<long>("SELECT COUNT(*) FROM Messages") == acknowledged.Count, "there are messages that nobody was told of");
        Expect(connection.Scalar<long>(MissingNumbers) == 0, "a room's message numbers have gaps");
        Expect(connection.Scalar<long>(MissingSequences) == 0, "a room's sequence has gaps");
        Expect(connection.Scalar<long>(MessagesWithoutEvent) == 0, "a message has no event in its room's log");
        Report.Line("stored once, no gaps", $"{acknowledged.Count} acknowledged messages");
    }

    private static IEnumerable<Row> Stored(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Id, RoomId, Number, Seq, ClientId FROM Messages";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return new Row(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetGuid(4));
        }
    }

    private static void Expect(bool kept, string otherwise)
    {
        if (!kept)
        {
            throw new InvalidOperationException($"Broken: {otherwise}.");
        }
    }

    private sealed record Row(long Id, long RoomId, long Number, long Seq, Guid ClientId)
    {
        public static Row Of(WireMessage message) => new(message.Id, message.RoomId, message.Number, message.Seq, message.ClientId!.Value);
    }
}
