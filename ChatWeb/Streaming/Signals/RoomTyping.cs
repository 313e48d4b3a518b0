namespace ChatWeb.Streaming.Signals;

/// <summary>Who types in one room. Changes say whether the list is another one now; saying "still" is no change.</summary>
internal sealed class RoomTyping
{
    /// <summary>How long a typing state lives unless it is renewed (PROTOCOL: 10 s).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    /// <summary>People kept; past it nobody reads the names.</summary>
    public const int MaxTypists = 50;

    private readonly Dictionary<Guid, (Typist Typist, DateTimeOffset Until)> _typists = [];

    public bool IsEmpty => _typists.Count == 0;

    /// <summary>Everybody, those first who began first.</summary>
    public IReadOnlyList<Typist> List => [.. _typists.Values.Select(entry => entry.Typist).OrderBy(t => t.StartedAt).ThenBy(t => t.UserUuid)];

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
        return true;
    }

    public bool Stop(Guid userId) => _typists.Remove(userId);

    /// <summary>Forgets those who have said nothing for too long.</summary>
    public bool Expire(DateTimeOffset now)
    {
        var over = _typists.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key).ToList();
        over.ForEach(userId => _typists.Remove(userId));
        return over.Count > 0;
    }
}
