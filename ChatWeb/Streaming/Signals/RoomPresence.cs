namespace ChatWeb.Streaming.Signals;

/// <summary>
/// Who listens to one room, here and in other processes. Somebody with several connections, on whatever processes, is
/// here once, and one whose connection comes back within the grace was never gone. All of it runs under the
/// <see cref="PresenceBoard"/>'s lock.
/// </summary>
internal sealed class RoomPresence
{
    /// <summary>Names told; the count tells of all.</summary>
    public const int MaxListed = 100;

    /// <summary>What telling presence may cost a room, in bytes a second: with many listeners it is told more rarely.</summary>
    private const double BytesPerSecond = 1024 * 1024;

    /// <summary>About what one name takes on the wire.</summary>
    private const int BytesPerPerson = 100;

    private readonly Dictionary<Guid, Person> _people = [];
    private int _absent;
    private bool _changed;
    private DateTimeOffset _notBefore;

    /// <summary>Connections that are open in this process.</summary>
    public int OwnConnections { get; private set; }

    /// <summary>Connections that are open in other processes.</summary>
    public int ConnectionsElsewhere { get; set; }

    public int Connections => OwnConnections + ConnectionsElsewhere;

    /// <summary>People of this process, with those whose connection may come back.</summary>
    public int OwnPeople { get; private set; }

    /// <summary>People with an open connection, as far as known: another process says only after the grace that somebody left.</summary>
    public int Users => _people.Values.Count(person => person.Connections > 0 || person.Elsewhere > 0);

    /// <summary>Whether it needs no sweep until something happens.</summary>
    public bool IsSettled => !_changed && _absent == 0;

    /// <summary>Whether there is nothing left to remember.</summary>
    public bool IsOver => IsSettled && _people.Count == 0 && Connections == 0;

    /// <summary>Everybody of this process.</summary>
    public IEnumerable<PersonHere> Own => _people.Where(p => p.Value.IsOwn).Select(p => new PersonHere(p.Key, p.Value.Name));

    public bool IsOwn(Guid userId) => _people.TryGetValue(userId, out var person) && person.IsOwn;

    public string? NameOf(Guid userId) => _people.GetValueOrDefault(userId)?.Name;

    /// <summary>A connection opened in this process; true when that brought somebody to it.</summary>
    public bool Enter(StreamUser user)
    {
        OwnConnections++;
        var person = Here(user.UserId, user.Name);
        if (person.Connections++ > 0)
        {
            return false;
        }

        if (person.IsOwn)
        {
            _absent--;
            return false;
        }

        OwnPeople++;
        return person.IsOwn = true;
    }

    /// <summary>A connection ended in this process; true when that was the person's last anywhere.</summary>
    public bool Leave(Guid userId, DateTimeOffset now)
    {
        OwnConnections--;
        var person = _people[userId];
        if (--person.Connections > 0)
        {
            return false;
        }

        person.GoneAt = now;
        _absent++;
        return person.Elsewhere == 0;
    }

    /// <summary>Somebody is in another process now.</summary>
    public void CameElsewhere(Guid userId, string name) => Here(userId, name).Elsewhere++;

    /// <summary>Somebody is not in that other process any more.</summary>
    public void WentElsewhere(Guid userId)
    {
        var person = _people[userId];
        person.Elsewhere--;
        ForgetUnlessHere(userId, person);
    }

    /// <summary>Forgets who did not come back within the grace, and names them.</summary>
    public IReadOnlyList<Guid> Forget(DateTimeOffset now, TimeSpan grace)
    {
        if (_absent == 0)
        {
            return [];
        }

        var gone = _people.Where(p => p.Value.IsOwn && p.Value.Connections == 0 && now - p.Value.GoneAt >= grace).ToList();
        foreach (var (userId, person) in gone)
        {
            _absent--;
            OwnPeople--;
            person.IsOwn = false;
            ForgetUnlessHere(userId, person);
        }

        return [.. gone.Select(p => p.Key)];
    }

    /// <summary>
    /// True when there is something to tell now. What happens between two sweeps is told at once, and in a large room no
    /// more often than <see cref="BytesPerSecond"/> allows.
    /// </summary>
    public bool TryTell(DateTimeOffset now)
    {
        if (!_changed || now < _notBefore)
        {
            return false;
        }

        _changed = false;
        var cost = (double)OwnConnections * Math.Min(_people.Count, MaxListed) * BytesPerPerson;
        _notBefore = now + TimeSpan.FromSeconds(cost / BytesPerSecond);
        return true;
    }

    /// <summary>Somebody listens who was told nothing yet.</summary>
    public void TellAgain() => (_changed, _notBefore) = (true, default);

    /// <summary>Everybody, in no order.</summary>
    public PersonHere[] Read() => [.. _people.Select(p => new PersonHere(p.Key, p.Value.Name))];

    private Person Here(Guid userId, string name)
    {
        if (!_people.TryGetValue(userId, out var person))
        {
            _people[userId] = person = new Person(name);
            _changed = true;
        }

        return person;
    }

    private void ForgetUnlessHere(Guid userId, Person person)
    {
        if (person is { IsOwn: false, Elsewhere: 0 })
        {
            _people.Remove(userId);
            _changed = true;
        }
    }

    private sealed class Person(string name)
    {
        public string Name => name;

        /// <summary>Open ones in this process.</summary>
        public int Connections { get; set; }

        /// <summary>Whether they are in this process, or just were.</summary>
        public bool IsOwn { get; set; }

        /// <summary>In how many other processes they are.</summary>
        public int Elsewhere { get; set; }

        public DateTimeOffset GoneAt { get; set; }
    }
}
