using System.Diagnostics;
using ChatWeb.Data.Search;

namespace ChatWeb.Data.Sqlite.Search;

/// <summary>
/// Goes through the index from the newest message back, until enough is found, nothing is left or the time is up.
/// <para>
/// What the index finds is looked up in Messages and Rooms: that decides who may read it. For nearly every search a few
/// look-ups will do. Only when hits that the reader may not see come first, thousands of them, are their rooms added to
/// what the index is asked for: it skips the others without a look at each.
/// </para>
/// </summary>
internal sealed class IndexScan(ChatDbContext db, MessageCriteria criteria, SearchExpression expression, long start)
{
    /// <summary>Ids that FTS5 is asked about at once: it can't be interrupted, and takes up to 10 ms for so many when terms are common but never together.</summary>
    private const long Window = 1 << 18;

    /// <summary>Hits looked up one by one before the index is asked for the reader's rooms only.</summary>
    private const int BeforeNarrowing = 1_000;

    /// <summary>More rooms make the index slower than looking up.</summary>
    private const int MaxRooms = 500;

    /// <summary>Hits between two looks at the clock.</summary>
    private const int Clocked = 256;

    private const string Sql =
        $"""
        SELECT m.Id, m.DeletedAt IS NULL AND m.CreatedAt >= $from AND m.CreatedAt < $until AND m.RoomId IN ({SearchCommands.ReadableRooms})
        FROM MessageSearch CROSS JOIN Messages m ON m.Id = MessageSearch.rowid
        WHERE MessageSearch MATCH $match AND MessageSearch.rowid <= $top AND MessageSearch.rowid > $bottom
        ORDER BY MessageSearch.rowid DESC
        """;

    private SearchExpression _expression = expression;
    private int _untilNarrowing = criteria.Rooms is null ? BeforeNarrowing : int.MaxValue;

    private bool IsTimeUp => Stopwatch.GetElapsedTime(start) > IMessageIndex.Patience;

    /// <summary>Adds hits up to the criteria's count, from this id down, and returns below which id to go on; null at the end.</summary>
    public long? Run(List<long> ids, long top, CancellationToken cancellationToken)
    {
        while (top > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bottom = Math.Max(0, top - Window);
            top = RunWindow(ids, top, bottom);
            if (ids.Count == criteria.Most || (top > 0 && IsTimeUp))
            {
                return top + 1;
            }

            if (_untilNarrowing <= 0 && !Narrow())
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Returns the greatest id that was not looked at.</summary>
    private long RunWindow(List<long> ids, long top, long bottom)
    {
        using var command = db.Command(
            Sql,
            ("$match", _expression.ToMatch()),
            ("$top", top),
            ("$bottom", bottom),
            ("$from", criteria.From?.UtcTicks ?? 0),
            ("$until", criteria.Until?.UtcTicks ?? long.MaxValue),
            ("$reader", criteria.Reader));
        using var rows = command.ExecuteReader();
        for (var count = 1; rows.Read(); count++)
        {
            var id = rows.GetInt64(0);
            if (rows.GetBoolean(1))
            {
                ids.Add(id);
            }
            else
            {
                _untilNarrowing--;
            }

            if (ids.Count == criteria.Most || _untilNarrowing <= 0 || (count % Clocked == 0 && IsTimeUp))
            {
                return id - 1;
            }
        }

        return bottom;
    }

    /// <summary>False when there is no room that the reader may read.</summary>
    private bool Narrow()
    {
        _untilNarrowing = int.MaxValue;
        using var command = db.Command($"{SearchCommands.ReadableRooms} LIMIT {MaxRooms + 1}", ("$reader", criteria.Reader));
        using var rows = command.ExecuteReader();
        var rooms = new List<long>();
        while (rows.Read())
        {
            rooms.Add(rows.GetInt64(0));
        }

        if (rooms.Count is > 0 and <= MaxRooms)
        {
            _expression = _expression.In(rooms);
        }

        return rooms.Count > 0;
    }
}
