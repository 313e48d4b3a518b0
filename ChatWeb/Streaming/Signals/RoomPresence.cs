namespace ChatWeb.Streaming.Signals;

/// <summary>
/// Who listens to one room in this process. Somebody with several connections is here once, and a connection that comes
/// back within <see cref="Grace"/> was never gone.
/// </summary>
internal sealed class RoomPresence
{
    /// <summary>How long somebody whose last connection ended still counts as here (a reconnect is no leave).</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Names told; the count tells of all.</summary>
    public const int MaxListed = 100;

    /// <summary>What telling presence may cost a room, in bytes a second: with many listeners it is told more rarely.</summary>
    private const double BytesPerSecond = 1024 * 1024;

    /// <summary>About what one name takes on the wire.</summary>
    private const int BytesPerPerson = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _people = [];
    private int _absent;
    private bool _changed;
    private DateTimeOffset _notBefore;

    /// <summary>Connections that are open now.</summary>
    public int Connections { get; private set; }

    /// <summary>People with an open connection.</summary>
    public int Users
    {
        get
        {
            lock (_gate)
            {
                return _people.Values.Count(entry => entry.Connections > 0);
            }
        }
    }

    public void Enter(StreamUser user)
    {
        lock (_gate)
        {
            Connections++;
            if (_people.TryGetValue(user.UserId, out var entry))
            {
                if (entry.Connections++ == 0)
                {
                    _absent--;
                }
            }
            else
            {
                _people[user.UserId] = new Entry(user.Name) { Connections = 1 };
                _changed = true;
            }
        }
    }

    public void Leave(StreamUser user, DateTimeOffset now)
    {
        lock (_gate)
        {
            Connections--;
            if (_people.TryGetValue(user.UserId, out var entry) && --entry.Connections == 0)
            {
                entry.GoneAt = now;
                _absent++;
            }
        }
    }

    /// <summary>
    /// Forgets who did not come back; true when there is something to tell now. What happens between two sweeps is told
    /// at once, and in a large room no more often than <see cref="BytesPerSecond"/> allows.
    /// </summary>
    public bool Sweep(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_absent > 0)
            {
                Forget(now);
            }

            if (!_changed || now < _notBefore)
            {
                return false;
            }

            _changed = false;
            var cost = (double)Connections * Math.Min(_people.Count, MaxListed) * BytesPerPerson;
            _notBefore = now + TimeSpan.FromSeconds(cost / BytesPerSecond);
            return true;
        }
    }

    /// <summary>Who is here, the first by name, and how many.</summary>
    public (IReadOnlyList<PersonHere> Listed, int Count) Read()
    {
        lock (_gate)
        {
            var listed = _people
                .Select(p => new PersonHere(p.Key, p.Value.Name))
                .OrderBy(p => p.UserName, StringComparer.Ordinal)
                .ThenBy(p => p.UserUuid)
                .Take(MaxListed);
            return ([.. listed], _people.Count);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (userId, _) in _people.Where(p => p.Value.Connections == 0 && now - p.Value.GoneAt >= Grace).ToList())
        {
            _people.Remove(userId);
            _absent--;
            _changed = true;
        }
    }

    private sealed class Entry(string name)
    {
        public string Name => name;

        public int Connections { get; set; }

        public DateTimeOffset GoneAt { get; set; }
    }
}
