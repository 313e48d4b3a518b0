namespace ChatWeb.Streaming.Signals;

/// <summary>
/// Who is in which room, over all processes. It outlives the rooms' hubs: somebody whose only stream reconnects is not
/// gone meanwhile. What changes is noted, so that a sweep passes by rooms with news alone.
/// </summary>
internal sealed class PresenceBoard(IRoomBus bus, TimeProvider time)
{
    /// <summary>How long somebody whose last connection ended still counts as here (a reconnect is no leave).</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take until another process has said that they came there: a sweep, and the way.</summary>
    public static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(1.5);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, RoomPresence> _rooms = [];

    /// <summary>Rooms that the sweep has to look at.</summary>
    private readonly HashSet<long> _due = [];

    /// <summary>What other processes were not told yet: who came or left here, by room; nobody where only connections changed.</summary>
    private readonly Dictionary<long, HashSet<Guid>> _untold = [];

    private readonly TimeSpan _grace = bus.IsShared ? Grace + OnTheWay : Grace;

    /// <summary>Called when somebody's last connection to a room ended, before the grace; handlers return at once.</summary>
    public event Action<long, Guid>? LastLeft;

    public void Enter(long roomId, StreamUser user)
    {
        lock (_gate)
        {
            NoteOwn(roomId, Change(roomId).Enter(user) ? user.UserId : null);
        }
    }

    public void Leave(long roomId, StreamUser user)
    {
        bool last;
        lock (_gate)
        {
            last = Change(roomId).Leave(user.UserId, time.GetUtcNow());
            NoteOwn(roomId, null);
        }

        if (last)
        {
            LastLeft?.Invoke(roomId, user.UserId);
        }
    }

    /// <summary>Changes what is known of other processes.</summary>
    public void ChangeElsewhere(long roomId, Action<RoomPresence> change)
    {
        lock (_gate)
        {
            change(Change(roomId));
        }
    }

    /// <summary>The room has listeners who were told nothing yet.</summary>
    public void TellAgain(long roomId)
    {
        lock (_gate)
        {
            if (_rooms.ContainsKey(roomId))
            {
                Change(roomId).TellAgain();
            }
        }
    }

    /// <summary>The rooms whose people changed, to be told now.</summary>
    public IReadOnlyList<long> TakeDue(DateTimeOffset now)
    {
        List<long> tell = [];
        lock (_gate)
        {
            foreach (var roomId in _due)
            {
                var room = _rooms[roomId];
                foreach (var userId in room.Forget(now, _grace))
                {
                    NoteOwn(roomId, userId);
                }

                if (room.TryTell(now))
                {
                    tell.Add(roomId);
                }

                if (room.IsOver)
                {
                    _rooms.Remove(roomId);
                }

                if (room.IsSettled)
                {
                    _due.Remove(roomId);
                }
            }
        }

        return tell;
    }

    /// <summary>Who is in a room, the first by name, and how many.</summary>
    public (IReadOnlyList<PersonHere> Listed, int Count) Read(long roomId)
    {
        PersonHere[] all;
        lock (_gate)
        {
            all = _rooms.GetValueOrDefault(roomId)?.Read() ?? [];
        }

        return ([.. all.OrderBy(p => p.UserName, StringComparer.Ordinal).ThenBy(p => p.UserUuid).Take(RoomPresence.MaxListed)], all.Length);
    }

    /// <summary>Who in a room has such a name; at most so many, in no order.</summary>
    public IReadOnlyList<Guid> Find(long roomId, Func<string, bool> hasName, int most)
    {
        PersonHere[] all;
        lock (_gate)
        {
            all = _rooms.GetValueOrDefault(roomId)?.Read() ?? [];
        }

        return [.. all.Where(person => hasName(person.UserName)).Take(most).Select(person => person.UserUuid)];
    }

    /// <summary>People with a connection to a room, and their connections.</summary>
    public (int Users, int Connections) Count(long roomId)
    {
        lock (_gate)
        {
            return _rooms.TryGetValue(roomId, out var room) ? (room.Users, room.Connections) : (0, 0);
        }
    }

    /// <summary>What changed in this process since it was last taken.</summary>
    public IReadOnlyList<RoomPeople> TakeUntold()
    {
        lock (_gate)
        {
            List<RoomPeople> changes = [.. _untold.Select(u => Changes(u.Key, u.Value))];
            _untold.Clear();
            return changes;
        }
    }

    /// <summary>How many people this process has, over all rooms.</summary>
    public int OwnPeople
    {
        get
        {
            lock (_gate)
            {
                return _rooms.Values.Sum(room => room.OwnPeople);
            }
        }
    }

    /// <summary>Does something with the rooms in which this process has people, in order, from one of them on.</summary>
    public T ReadOwn<T>(long fromRoomId, Func<IEnumerable<(long RoomId, RoomPresence Room)>, T> read)
    {
        lock (_gate)
        {
            return read([.. _rooms
                .Where(r => r.Key >= fromRoomId && r.Value.OwnPeople > 0)
                .OrderBy(r => r.Key)
                .Select(r => (r.Key, r.Value))]);
        }
    }

    private RoomPeople Changes(long roomId, HashSet<Guid> people)
    {
        var room = _rooms.GetValueOrDefault(roomId) ?? new RoomPresence();
        return new RoomPeople(
            roomId,
            room.OwnConnections,
            [.. people.Where(room.IsOwn).Select(userId => new PersonHere(userId, room.NameOf(userId)!))],
            [.. people.Where(userId => !room.IsOwn(userId))]);
    }

    private RoomPresence Change(long roomId)
    {
        if (!_rooms.TryGetValue(roomId, out var room))
        {
            _rooms[roomId] = room = new RoomPresence();
        }

        _due.Add(roomId);
        return room;
    }

    private void NoteOwn(long roomId, Guid? userId)
    {
        if (!bus.IsShared)
        {
            return;
        }

        if (!_untold.TryGetValue(roomId, out var people))
        {
            _untold[roomId] = people = [];
        }

        if (userId is { } changed)
        {
            people.Add(changed);
        }
    }
}
