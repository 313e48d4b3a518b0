namespace ChatWeb.Streaming.Signals;

/// <summary>Once a second, tells the rooms whose people changed; the others are not even looked at.</summary>
internal sealed class PresenceSweep : ISweepTask
{
    private readonly PresenceBoard _board;
    private readonly RoomHubs _hubs;
    private readonly SignalTeller _teller;
    private readonly TimeProvider _time;

    public PresenceSweep(PresenceBoard board, RoomHubs hubs, SignalTeller teller, TimeProvider time)
    {
        _board = board;
        _hubs = hubs;
        _teller = teller;
        _time = time;

        // People may be there who changed nothing by coming: they are in other processes, or just were here.
        hubs.Opened += hub => board.TellAgain(hub.RoomId);
    }

    public Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        foreach (var roomId in _board.TakeDue(now.Time))
        {
            if (_hubs.Find(roomId) is { } hub)
            {
                _teller.Tell(hub, PresenceData.Name, () => Presence(roomId));
            }
        }

        return Task.CompletedTask;
    }

    private PresenceData Presence(long roomId)
    {
        var (listed, count) = _board.Read(roomId);
        return new PresenceData(roomId, _time.GetUtcNow(), listed, count);
    }
}
