namespace ChatWeb.Streaming.Feeds;

/// <summary>
/// The bus may lose anything. So every few seconds all rooms of the users here are looked at, one query for hundreds
/// of them, and each user's own list of rooms about twice a minute; with few users more often.
/// </summary>
internal sealed class FeedSweep(UserFeeds feeds, TimeProvider time) : ISweepTask
{
    private static readonly TimeSpan RoomsEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UsersAtMostEvery = TimeSpan.FromSeconds(5);

    /// <summary>In how many sweeps, a second each, everybody had their turn.</summary>
    private const int Sweeps = 30;

    /// <summary>So many users a sweep cost next to nothing.</summary>
    private const int UsersAtLeast = 100;

    private long _looked = time.GetTimestamp();

    public Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_looked, now.Timestamp + now.Slack) >= RoomsEvery)
        {
            _looked = now.Timestamp;
            feeds.MarkRooms(feeds.Rooms.Select(pair => pair.Key));
        }

        var since = now.Timestamp - (long)(UsersAtMostEvery.TotalSeconds * time.TimestampFrequency);
        var due = feeds.NotSeenSince(since, Sweeps, UsersAtLeast);
        if (due.Count > 0)
        {
            feeds.MarkUsers(due);
        }

        return Task.CompletedTask;
    }
}
