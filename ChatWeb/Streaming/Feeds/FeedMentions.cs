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
            counted.UnionWith(Here(mention.RoomId, mention.UserIds).Select(user => (mention.RoomId, user)));
        }

        foreach (var (roomId, userIds) in dirt.Recounts)
        {
            counted.UnionWith(Here(roomId, userIds).Select(user => (roomId, user)));
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
            HashSet<Guid> knowing = [mention.SenderId, .. mention.But ?? []];
            foreach (var stream in Here(mention.RoomId, mention.UserIds).Where(user => !knowing.Contains(user.UserId)).SelectMany(user => user.Streams).Where(stream => stream.IsPrimed))
            {
                stream.Tell(frame);
            }
        }
    }

    /// <summary>Those of these users who belong to the room and are here; with null all who do.</summary>
    private IEnumerable<UserFeed> Here(long roomId, IEnumerable<Guid>? userIds)
    {
        var users = feeds.Rooms.TryGetValue(roomId, out var room) ? room.Users : [];
        return userIds?.ToHashSet() is { } wanted ? users.Where(user => wanted.Contains(user.UserId)) : users;
    }
}
