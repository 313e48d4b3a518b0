namespace ChatWeb.Streaming.Feeds;

/// <summary>
/// Looks up what may have changed and tells each user's streams what did. Passes follow one another, so that nobody is
/// told an older state after a newer one. A pass that failed can be run again.
/// </summary>
internal sealed class FeedPass(UserFeeds feeds, FeedMembership membership, FeedMentions mentions, IUserRooms rooms, TimeProvider time)
{
    /// <summary>Rooms in one query; below every engine's limit on parameters.</summary>
    private const int RoomsPerQuery = 500;

    public async Task RunAsync(FeedDirt dirt, CancellationToken cancellationToken)
    {
        foreach (var user in dirt.Gone)
        {
            membership.Forget(user);
        }

        var told = new FeedFrames(time.GetUtcNow());
        var wanted = dirt.Users.Where(user => user.IsWanted).ToList();
        await membership.ReadAsync(wanted, told, cancellationToken);
        await ReadNumbersAsync(dirt.Rooms, cancellationToken);
        Count(dirt.Reads);
        var named = await mentions.CountAsync(dirt, cancellationToken);

        foreach (var roomId in dirt.Rooms)
        {
            Tell(roomId, told);
        }

        foreach (var (roomId, user) in dirt.Reads.Keys)
        {
            Tell(user, roomId, told);
        }

        foreach (var (roomId, user) in named)
        {
            Tell(user, roomId, told);
        }

        foreach (var user in wanted.Where(user => user.Rooms is not null))
        {
            Tell(user, dirt.Fresh, told);
        }

        mentions.Tell(dirt.Mentions, told);
    }

    private async Task ReadNumbersAsync(HashSet<long> roomIds, CancellationToken cancellationToken)
    {
        foreach (var some in roomIds.Where(feeds.Rooms.ContainsKey).Chunk(RoomsPerQuery))
        {
            var numbers = await rooms.LastNumbersAsync(some, cancellationToken);
            foreach (var id in some)
            {
                if (!feeds.Rooms.TryGetValue(id, out var room))
                {
                    continue;
                }

                if (numbers.TryGetValue(id, out var number))
                {
                    room.LastNumber = Math.Max(room.LastNumber, number);
                }
                else
                {
                    feeds.MarkUsers([.. room.Users]); // it is gone
                }
            }
        }
    }

    private static void Count(Dictionary<(long RoomId, UserFeed User), long> reads)
    {
        foreach (var ((roomId, user), number) in reads)
        {
            if (user.Rooms?.GetValueOrDefault(roomId) is { } own)
            {
                own.LastReadNumber = Math.Max(own.LastReadNumber, number);
            }
        }
    }

    private void Tell(long roomId, FeedFrames told)
    {
        if (feeds.Rooms.TryGetValue(roomId, out var room))
        {
            foreach (var user in room.Users)
            {
                Tell(user, roomId, told);
            }
        }
    }

    /// <summary>Tells the user's streams of a room if its count is another than they know.</summary>
    private static void Tell(UserFeed user, long roomId, FeedFrames told)
    {
        if (user.Rooms?.GetValueOrDefault(roomId) is { } own && own.Count != own.Told)
        {
            own.Told = own.Count;
            var frame = told.Unread(roomId, own.Count);
            foreach (var stream in user.Streams)
            {
                if (stream.IsPrimed)
                {
                    stream.Tell(frame);
                }
            }
        }
    }

    /// <summary>Tells the user's streams of all rooms: those that know them what changed, a new one everything.</summary>
    private static void Tell(UserFeed user, HashSet<MeStream> fresh, FeedFrames told)
    {
        foreach (var roomId in user.Rooms!.Keys)
        {
            Tell(user, roomId, told);
        }

        foreach (var stream in user.Streams)
        {
            if (!stream.IsPrimed && fresh.Contains(stream))
            {
                stream.Prime(told.StateOf(user), user.Rooms.Count + 1);
            }
        }
    }
}
