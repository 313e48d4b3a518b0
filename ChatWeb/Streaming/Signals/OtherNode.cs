namespace ChatWeb.Streaming.Signals;

/// <summary>
/// What one other process said of its people. Signals may be lost, repeated and reordered: what is known of each person
/// has the number of the signal that said it, and only a higher one changes it. That somebody left is remembered too,
/// until the whole was told twice.
/// <para>
/// It costs about 200 bytes for each person and room (an entry here, one in <see cref="RoomPresence"/>, the name), so
/// 100,000 people on other processes are 20 MB.
/// </para>
/// </summary>
internal sealed class OtherNode(PresenceBoard board)
{
    private readonly Dictionary<long, Room> _rooms = [];

    /// <summary>When it is forgotten unless it says something.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>It said goodbye; what comes after that was said before.</summary>
    public bool IsStopped { get; private set; }

    public void Take(PresenceSignal signal)
    {
        foreach (var room in signal.Rooms)
        {
            board.ChangeElsewhere(room.RoomId, presence => Take(room, presence, signal.Number));
        }

        if (signal.Whole is { } range)
        {
            foreach (var roomId in _rooms.Keys.Where(id => id >= range.After.RoomId && id <= range.UpTo.RoomId))
            {
                board.ChangeElsewhere(roomId, presence => KeepOnlyTold(roomId, presence, range, signal.Number));
            }
        }
    }

    /// <summary>Its connections are gone; its people may be on their way to another process.</summary>
    public void Stop()
    {
        IsStopped = true;
        foreach (var (roomId, room) in _rooms)
        {
            board.ChangeElsewhere(roomId, presence => room.Connect(0, long.MaxValue, presence));
        }
    }

    /// <summary>It is no more.</summary>
    public void Forget()
    {
        foreach (var (roomId, room) in _rooms)
        {
            board.ChangeElsewhere(roomId, presence =>
            {
                room.Connect(0, long.MaxValue, presence);
                foreach (var (userId, _) in room.People.Where(person => person.Value.IsHere))
                {
                    presence.WentElsewhere(userId);
                }
            });
        }

        _rooms.Clear();
    }

    private void Take(RoomPeople told, RoomPresence presence, long number)
    {
        if (!_rooms.TryGetValue(told.RoomId, out var room))
        {
            _rooms[told.RoomId] = room = new Room();
        }

        room.Connect(told.Connections, number, presence);
        foreach (var person in told.Here)
        {
            if (room.Note(person.UserUuid, isHere: true, number))
            {
                presence.CameElsewhere(person.UserUuid, person.UserName);
            }
        }

        foreach (var userId in told.Left)
        {
            if (room.Note(userId, isHere: false, number))
            {
                presence.WentElsewhere(userId);
            }
        }
    }

    /// <summary>Whoever is in the range and was not told with this number is not there.</summary>
    private void KeepOnlyTold(long roomId, RoomPresence presence, PresenceRange range, long number)
    {
        var room = _rooms[roomId];
        foreach (var (userId, known) in room.People)
        {
            if (known.Number >= number || !Covers(range, new PresencePlace(roomId, userId)))
            {
                continue;
            }

            if (known.IsHere)
            {
                room.Note(userId, isHere: false, number);
                presence.WentElsewhere(userId);
            }
            else
            {
                room.People.Remove(userId);
            }
        }

        if (Covers(range, new PresencePlace(roomId, Guid.Empty)))
        {
            room.Connect(0, number, presence);
            if (room.People.Count == 0 && room.Connections == 0)
            {
                _rooms.Remove(roomId);
            }
        }
    }

    private static bool Covers(PresenceRange range, PresencePlace place) =>
        place.CompareTo(range.After) > 0 && place.CompareTo(range.UpTo) <= 0;

    private sealed class Room
    {
        private long _connectedBy;

        public Dictionary<Guid, (long Number, bool IsHere)> People { get; } = [];

        public int Connections { get; private set; }

        public void Connect(int connections, long number, RoomPresence presence)
        {
            if (number > _connectedBy)
            {
                presence.ConnectionsElsewhere += connections - Connections;
                (Connections, _connectedBy) = (connections, number);
            }
        }

        /// <summary>True when that is another state than was known.</summary>
        public bool Note(Guid userId, bool isHere, long number)
        {
            var known = People.GetValueOrDefault(userId);
            if (number <= known.Number)
            {
                return false;
            }

            People[userId] = (number, isHere);
            return known.IsHere != isHere;
        }
    }
}
