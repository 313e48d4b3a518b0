namespace ChatWeb.Streaming.Signals;

/// <summary>Once a second, tells the rooms whose people changed.</summary>
internal sealed class PresenceSweep(RoomHubs hubs, SignalTeller teller, TimeProvider time) : ISweepTask
{
    public Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        foreach (var hub in hubs.All.Where(hub => hub.Presence.Sweep(now.Time)))
        {
            teller.Tell(hub, PresenceData.Name, () => Presence(hub));
        }

        return Task.CompletedTask;
    }

    private PresenceData Presence(RoomHub hub)
    {
        var (listed, count) = hub.Presence.Read();
        return new PresenceData(hub.RoomId, time.GetUtcNow(), listed, count);
    }
}
