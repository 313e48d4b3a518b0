namespace ChatWeb.Streaming.Signals;

/// <summary>Cuts what a process has to say of its people into pieces of a bounded size.</summary>
internal static class PresencePieces
{
    /// <summary>Rooms and people in one piece, at most: some 20 KB of JSON.</summary>
    public const int MaxEntries = 200;

    /// <summary>Pieces with all of these changes.</summary>
    public static IEnumerable<IReadOnlyList<RoomPeople>> OfChanges(IEnumerable<RoomPeople> changes)
    {
        List<RoomPeople> open = [];
        var entries = 0;
        foreach (var room in changes)
        {
            var (here, left) = (0, 0);
            do
            {
                var free = MaxEntries - 1 - entries;
                List<PersonHere> came = [.. room.Here.Skip(here).Take(free)];
                List<Guid> went = [.. room.Left.Skip(left).Take(free - came.Count)];
                open.Add(room with { Here = came, Left = went });
                (here, left) = (here + came.Count, left + went.Count);
                entries += 1 + came.Count + went.Count;
                if (IsFull(entries))
                {
                    yield return open;
                    (open, entries) = ([], 0);
                }
            }
            while (here < room.Here.Count || left < room.Left.Count);
        }

        if (open.Count > 0)
        {
            yield return open;
        }
    }

    /// <summary>
    /// Pieces of all that holds, in the order of places. The last reaches the end of all places, unless the pieces do not
    /// suffice: then the next time goes on where it ends.
    /// </summary>
    /// <param name="rooms">The rooms from that of <paramref name="after"/> on, in order.</param>
    /// <param name="after">Where to begin.</param>
    /// <param name="atMost">How many pieces.</param>
    public static List<(PresenceRange Range, IReadOnlyList<RoomPeople> Rooms)> OfWhole(
        IEnumerable<(long RoomId, RoomPresence Room)> rooms, PresencePlace after, int atMost)
    {
        List<(PresenceRange, IReadOnlyList<RoomPeople>)> pieces = [];
        List<RoomPeople> open = [];
        var entries = 0;
        foreach (var (roomId, room) in rooms)
        {
            var people = room.Own
                .Where(person => new PresencePlace(roomId, person.UserUuid).CompareTo(after) > 0)
                .OrderBy(person => person.UserUuid)
                .ToList();
            for (var told = 0; told < people.Count;)
            {
                var here = people.Slice(told, Math.Min(people.Count - told, MaxEntries - 1 - entries));
                open.Add(new RoomPeople(roomId, room.OwnConnections, here, []));
                told += here.Count;
                entries += 1 + here.Count;
                if (!IsFull(entries))
                {
                    continue;
                }

                var upTo = new PresencePlace(roomId, told < people.Count ? here[^1].UserUuid : PresencePlace.Last.UserId);
                pieces.Add((new PresenceRange(after, upTo), open));
                if (pieces.Count == atMost)
                {
                    return pieces;
                }

                (after, open, entries) = (upTo, [], 0);
            }
        }

        pieces.Add((new PresenceRange(after, PresencePlace.Last), open));
        return pieces;
    }

    /// <summary>Whether there is no place for another room with somebody in it.</summary>
    private static bool IsFull(int entries) => entries > MaxEntries - 2;
}
