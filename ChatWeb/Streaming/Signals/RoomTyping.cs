namespace ChatWeb.Streaming.Signals;

/// <summary>Who types in one room. Changes say whether the list is another one now; saying "still" is no change.</summary>
internal sealed class RoomTyping
{
    /// <summary>How long a typing state lives unless it is renewed (PROTOCOL: 10 s).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    /// <summary>People kept; past it nobody reads the names.</summary>
    public const int MaxTypists = 50;

    /// <summary>
    /// Between two tellings at least, so that somebody who begins and stops all the time is no storm. With many listeners
    /// it is longer (<see cref="BytesPerSecond"/>).
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>What telling may cost a room, in bytes a second; about what one name takes on the wire.</summary>
    private const double BytesPerSecond = 1024 * 1024;
    private const int BytesPerTypist = 150;

    private readonly Dictionary<Guid, (Typist Typist, DateTimeOffset Until)> _typists = [];
    private bool _untold;
    private DateTimeOffset _notBefore;

    public bool IsEmpty => _typists.Count == 0;

    /// <summary>Everybody, those first who began first.</summary>
    public IReadOnlyList<Typist> List => [.. _typists.Values.Select(entry => entry.Typist).OrderBy(t => t.StartedAt).ThenBy(t => t.UserUuid)];

    /// <summary>Whether the list is another one than was told, and may be told now.</summary>
    public bool IsDue(DateTimeOffset now) => _untold && now >= _notBefore;

    /// <summary>Whether there is nothing left to tell or to remember.</summary>
    public bool IsOver(DateTimeOffset now) => IsEmpty && !_untold && now >= _notBefore;

    /// <summary>The list is told as it is, to this many; false when that would be no news.</summary>
    public bool Told(DateTimeOffset now, int listeners)
    {
        var cost = (double)listeners * Math.Max(1, _typists.Count) * BytesPerTypist;
        var news = _untold || !IsEmpty;
        _untold = false;
        _notBefore = now + Pause + TimeSpan.FromSeconds(cost / BytesPerSecond);
        return news;
    }

    /// <summary>Somebody types, or still does.</summary>
    public bool Start(Guid userId, string name, DateTimeOffset startedAt, DateTimeOffset now)
    {
        if (_typists.TryGetValue(userId, out var known))
        {
            _typists[userId] = known with { Until = now + Life };
            return false;
        }

        if (_typists.Count >= MaxTypists)
        {
            return false;
        }

        _typists[userId] = (new Typist(userId, name, startedAt), now + Life);
        return _untold = true;
    }

    public bool Stop(Guid userId)
    {
        var stopped = _typists.Remove(userId);
        _untold |= stopped;
        return stopped;
    }

    /// <summary>Forgets those who have said nothing for too long.</summary>
    public bool Expire(DateTimeOffset now)
    {
        var over = _typists.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key).ToList();
        over.ForEach(userId => _typists.Remove(userId));
        _untold |= over.Count > 0;
        return over.Count > 0;
    }
}
