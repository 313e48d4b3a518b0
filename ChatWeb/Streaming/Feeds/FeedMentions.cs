namespace ChatWeb.Streaming.Feeds;

/// <summary>Counts, for the feeds' worker, the mentions that users have not read, and tells of new ones.</summary>
internal sealed class FeedMentions(UserFeeds feeds, IUserRooms rooms)
{
    /// <summary>Users in one query; below every engine's limit on parameters.</summary>
    private const int UsersPerQuery = 250;

    /// <summary>Counts anew where somebody was named or has read on; returns whose counts these are.</summary>
    public async Task<IReadOnlyCollection<(long RoomId, UserFeed User)>> CountAsync(FeedDirt dirt, CancellationToken cancellationToken)
    {
        var counted = new HashSet<(long RoomId, UserFeed User)>();
        foreach (var mention in dirt.Mentions)
        {
            counted.UnionWith(Here(mention).Select(user => (mention.RoomId, user)));
        }

        foreach (var roomId in dirt.Recounts)
        {
            counted.UnionWith(UsersOf(roomId).Select(user => (roomId, user)));
        }

        counted.UnionWith(dirt.Reads.Keys.Where(read => read.User.Rooms?.GetValueOrDefault(read.RoomId) is { MentionCount: > 0 }));
        foreach (var room in counted.GroupBy(pair => pair.RoomId, pair => pair.User))
        {
            foreach (var some in room.Chunk(UsersPerQuery))
            {
                var counts = await rooms.MentionCountsAsync(room.Key, [.. some.Select(user => user.UserId)], cancellationToken);
                foreach (var user in some)
                {
                    user.Rooms![room.Key].MentionCount = counts.GetValueOrDefault(user.UserId);
                }
            }
        }

        return counted;
    }

    /// <summary>Tells those who were named; after all that can fail, so that nobody is told twice.</summary>
    public void Tell(IEnumerable<MentionSignal> mentions, FeedFrames told)
    {
        foreach (var mention in mentions)
        {
            var frame = told.Mention(mention);
            foreach (var stream in Here(mention).Where(user => user.UserId != mention.SenderId).SelectMany(user => user.Streams).Where(stream => stream.IsPrimed))
            {
                stream.Tell(frame);
            }
        }
    }

    /// <summary>Those of whom it names who belong to its room and are here.</summary>
    private IEnumerable<UserFeed> Here(MentionSignal mention) =>
        mention.UserIds is { } ids ? UsersOf(mention.RoomId).Where(user => ids.Contains(user.UserId)) : UsersOf(mention.RoomId);

    private IEnumerable<UserFeed> UsersOf(long roomId) => feeds.Rooms.TryGetValue(roomId, out var room) ? room.Users : [];
}
