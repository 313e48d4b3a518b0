namespace ChatWeb.Streaming;

/// <summary>
/// Compares the rooms' heads with their hubs every few seconds, one query for all, so that a wake-up that the bus lost
/// is late and not lost, and a room that is gone keeps nobody.
/// </summary>
internal sealed class HeadsSweep(RoomHubs hubs, IRoomSequences rooms, TimeProvider time) : ISweepTask
{
    /// <summary>A lost wake-up costs at most this, and a sweep.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Rooms in one query; below every engine's limit on parameters.</summary>
    private const int RoomsPerQuery = 500;

    private long _looked = time.GetTimestamp();

    public async Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_looked, now.Timestamp + now.Slack) < Interval)
        {
            return;
        }

        await LookAsync(cancellationToken);
    }

    /// <summary>Looks now, for whoever knows that wake-ups were lost.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        _looked = time.GetTimestamp();
        foreach (var listening in hubs.All.Where(hub => hub.IsStarted).Chunk(RoomsPerQuery))
        {
            var heads = await rooms.HeadsAsync([.. listening.Select(hub => hub.RoomId)], cancellationToken);
            foreach (var hub in listening)
            {
                if (heads.TryGetValue(hub.RoomId, out var head))
                {
                    hub.Wake(head);
                }
                else
                {
                    hub.Close();
                }
            }
        }
    }
}
