namespace ChatWeb.Streaming.Feeds;

/// <summary>Keeps, for the feeds' worker, which rooms the users belong to, and tells of those that came and went.</summary>
internal sealed class FeedMembership(UserFeeds feeds, IUserRooms rooms, TimeProvider time)
{
    /// <summary>Users in one query; below every engine's limit on parameters.</summary>
    private const int UsersPerQuery = 250;

    /// <summary>Reads these users' rooms anew.</summary>
    public async Task ReadAsync(IReadOnlyCollection<UserFeed> users, FeedFrames told, CancellationToken cancellationToken)
    {
        foreach (var some in users.Chunk(UsersPerQuery))
        {
            var seenAt = time.GetTimestamp();
            var found = (await rooms.OfAsync([.. some.Select(user => user.UserId)], cancellationToken)).ToLookup(room => room.UserId);
            foreach (var user in some)
            {
                await TakeAsync(user, [.. found[user.UserId]], told, cancellationToken);
                user.SeenAt = seenAt;
            }
        }
    }

    /// <summary>The user holds nothing here any more.</summary>
    public void Forget(UserFeed user)
    {
        foreach (var roomId in user.Rooms?.Keys.ToList() ?? [])
        {
            Drop(user, roomId);
        }
    }

    private async Task TakeAsync(UserFeed user, UserRoom[] found, FeedFrames told, CancellationToken cancellationToken)
    {
        var ids = found.Select(room => room.RoomId).ToHashSet();
        Array.ForEach(user.Watchers, watcher => watcher.RoomsSeen(ids));
        if (user.Streams.Length == 0)
        {
            Forget(user);
            user.Rooms = null;
            return;
        }

        var primed = Array.FindAll(user.Streams, stream => stream.IsPrimed);
        var own = user.Rooms ??= [];
        foreach (var roomId in own.Keys.Where(id => !ids.Contains(id)).ToList())
        {
            Drop(user, roomId);
            Array.ForEach(primed, stream => stream.Tell(told.Removed(roomId)));
        }

        var added = ids.Where(id => !own.ContainsKey(id)).ToList();
        var views = added.Count > 0 && primed.Length > 0 ? await rooms.ViewsAsync(user.UserId, added, cancellationToken) : null;
        foreach (var room in found)
        {
            Take(user, room);
            if (views?.TryGetValue(room.RoomId, out var view) == true)
            {
                Array.ForEach(primed, stream => stream.Tell(told.Added(room.RoomId, view)));
            }
        }
    }

    private void Take(UserFeed user, UserRoom room)
    {
        if (!user.Rooms!.TryGetValue(room.RoomId, out var own))
        {
            var shared = feeds.Rooms.GetOrAdd(room.RoomId, id => new FeedRoom(id));
            shared.Users.Add(user);
            user.Rooms[room.RoomId] = own = new OwnRoom(shared);
        }

        own.Room.LastNumber = Math.Max(own.Room.LastNumber, room.LastNumber);
        (own.LastReadNumber, own.MentionCount) = (room.LastReadNumber, room.MentionCount);
    }

    private void Drop(UserFeed user, long roomId)
    {
        if (user.Rooms!.Remove(roomId, out var own) && own.Room.Users.Remove(user) && own.Room.Users.Count == 0)
        {
            feeds.Rooms.TryRemove(roomId, out _);
        }
    }
}
