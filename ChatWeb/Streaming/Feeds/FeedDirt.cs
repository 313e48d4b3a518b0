namespace ChatWeb.Streaming.Feeds;

/// <summary>What may have changed since the last pass of the feeds' worker.</summary>
internal sealed class FeedDirt
{
    /// <summary>With their messages kept until the next pass: some 10 MB at the very worst.</summary>
    private const int MaxMentions = 500;

    /// <summary>Users of one room to be counted by themselves; past it all of the room are.</summary>
    private const int MaxRecounted = 2_000;

    /// <summary>Rooms in which something was said, perhaps.</summary>
    public HashSet<long> Rooms { get; } = [];

    /// <summary>Users whose rooms are to be read anew.</summary>
    public HashSet<UserFeed> Users { get; } = [];

    /// <summary>Up to which number members have read.</summary>
    public Dictionary<(long RoomId, UserFeed User), long> Reads { get; } = [];

    /// <summary>Mentions to be told.</summary>
    public List<MentionSignal> Mentions { get; } = [];

    /// <summary>Rooms in which unread mentions are to be counted anew, with those for whom; null for everybody.</summary>
    public Dictionary<long, HashSet<Guid>?> Recounts { get; } = [];

    /// <summary>Streams that were told nothing yet.</summary>
    public HashSet<MeStream> Fresh { get; } = [];

    /// <summary>Users who hold nothing any more.</summary>
    public HashSet<UserFeed> Gone { get; } = [];

    public void Read(long roomId, UserFeed user, long number) =>
        Reads[(roomId, user)] = Math.Max(number, Reads.GetValueOrDefault((roomId, user)));

    /// <summary>Past a bound the counts alone are told.</summary>
    public void Mention(MentionSignal mention)
    {
        if (Mentions.Count < MaxMentions)
        {
            Mentions.Add(mention);
        }
        else
        {
            Recount(mention.RoomId, mention.UserIds);
        }
    }

    /// <summary>Unread mentions of these users are to be counted anew; null for everybody in the room.</summary>
    public void Recount(long roomId, IReadOnlyCollection<Guid>? userIds)
    {
        if (!Recounts.TryGetValue(roomId, out var users))
        {
            Recounts[roomId] = users = [];
        }

        users?.UnionWith(userIds ?? []);
        if (userIds is null || users?.Count > MaxRecounted)
        {
            Recounts[roomId] = null;
        }
    }

    /// <summary>Takes in what another pass could not do.</summary>
    public void Add(FeedDirt other)
    {
        Rooms.UnionWith(other.Rooms);
        Users.UnionWith(other.Users);
        Fresh.UnionWith(other.Fresh.Where(stream => !stream.IsPrimed));
        Gone.UnionWith(other.Gone);
        other.Mentions.ForEach(Mention);
        foreach (var (roomId, users) in other.Recounts)
        {
            Recount(roomId, users);
        }

        foreach (var ((roomId, user), number) in other.Reads)
        {
            Read(roomId, user, number);
        }
    }
}
