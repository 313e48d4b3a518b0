namespace ChatWeb.Streaming.Feeds;

/// <summary>Wants to know which rooms a user belongs to, without asking the database by itself time and again.</summary>
internal interface IRoomsWatcher
{
    Guid UserId { get; }

    /// <summary>These are the user's rooms, or were a moment ago: a reason to look, not more. Returns at once.</summary>
    void RoomsSeen(IReadOnlyCollection<long> roomIds);
}

/// <summary>What this process knows of a user who holds streams of their own here.</summary>
internal sealed class UserFeed(Guid userId)
{
    private long _seenAt = long.MinValue;

    public Guid UserId => userId;

    /// <summary>The user's streams; replaced, never written to.</summary>
    public MeStream[] Streams { get; set; } = [];

    /// <summary>Who else wants to know the user's rooms; replaced, never written to.</summary>
    public IRoomsWatcher[] Watchers { get; set; } = [];

    public bool IsWanted => Streams.Length + Watchers.Length > 0;

    /// <summary>When the database was last asked for the user's rooms, in the clock's ticks.</summary>
    public long SeenAt
    {
        get => Volatile.Read(ref _seenAt);
        set => Volatile.Write(ref _seenAt, value);
    }

    /// <summary>The user's rooms; null before they were read. Only the worker touches it.</summary>
    public Dictionary<long, OwnRoom>? Rooms { get; set; }
}

/// <summary>A room as one user has it. Only the worker touches it.</summary>
/// <param name="room">The room.</param>
internal sealed class OwnRoom(FeedRoom room)
{
    public FeedRoom Room => room;

    public long LastReadNumber { get; set; }

    public long MentionCount { get; set; }

    /// <summary>What the user's streams were told last; negative for nothing yet.</summary>
    public (long Unread, long Mentions) Told { get; set; } = (-1, -1);

    public (long Unread, long Mentions) Count => (Math.Max(0, room.LastNumber - LastReadNumber), MentionCount);
}

/// <summary>A room of which some user here wants to know what is unread. Only the worker touches it.</summary>
internal sealed class FeedRoom(long id)
{
    public long Id => id;

    public long LastNumber { get; set; }

    public HashSet<UserFeed> Users { get; } = [];
}
