namespace ChatWeb.Streaming.Signals;

/// <summary>
/// Tells other processes who is here, and hears who is there. What changed is told with the next sweep; all that holds is
/// told every <see cref="Cycle"/>, in pieces over many sweeps, which mends what the bus lost. Whoever hears of a process
/// for the first time tells it all at once, so a new one has to ask nobody. On a bus of one process it does nothing.
/// </summary>
internal sealed class PresenceExchange : ISweepTask, IHostedService
{
    /// <summary>How often all that holds is told.</summary>
    public static readonly TimeSpan Cycle = TimeSpan.FromSeconds(20);

    /// <summary>A process that has said nothing for this long is dead: with a sweep and its telling, less than 65 s.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    /// <summary>A process says something at least this often, so that only many losses in a row make it look dead.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>Pieces of the whole in one sweep, 1,000 people, ...</summary>
    private const int PiecesPerSweep = 5;

    /// <summary>... or as many more as it takes to tell it all within this many sweeps.</summary>
    private const int SweepsPerCycle = 15;

    /// <summary>In the worst case: each in a room of their own.</summary>
    private const int PeoplePerPiece = PresencePieces.MaxEntries / 2;

    private readonly Guid _nodeId = Guid.NewGuid();
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, OtherNode> _others = [];
    private readonly IRoomBus _bus;
    private readonly PresenceBoard _board;
    private readonly TimeProvider _time;
    private PresencePlace _told = PresencePlace.Last;
    private int _pieces;
    private long _number;
    private DateTimeOffset _nextCycle;
    private DateTimeOffset _said;
    private bool _isNews;

    public PresenceExchange(IRoomBus bus, PresenceBoard board, TimeProvider time)
    {
        _bus = bus;
        _board = board;
        _time = time;
        if (bus.IsShared)
        {
            bus.Signalled += Hear;
        }
    }

    public async Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        if (_bus.IsShared)
        {
            ForgetSilent(now.Time);
            var signals = Changes().Concat(Whole(now.Time)).ToList();
            if (signals.Count == 0 && now.Time - _said >= Silence)
            {
                signals.Add(Say(null, []));
            }

            _said = signals.Count > 0 ? now.Time : _said;
            await Task.WhenAll(signals.Select(signal => _bus.PublishAsync(signal).AsTask()));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Says goodbye, after the server has closed its streams.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        _bus.IsShared ? _bus.PublishAsync(new NodeStoppedSignal(_nodeId)).AsTask() : Task.CompletedTask;

    private IEnumerable<PresenceSignal> Changes() =>
        PresencePieces.OfChanges(_board.TakeUntold()).Select(rooms => Say(null, rooms));

    /// <summary>The next pieces of the whole, when it is time.</summary>
    private List<PresenceSignal> Whole(DateTimeOffset now)
    {
        if (_told == PresencePlace.Last)
        {
            var isNews = Interlocked.Exchange(ref _isNews, false);
            if (!isNews && now < _nextCycle)
            {
                return [];
            }

            _nextCycle = now + Cycle;
            _told = PresencePlace.First;
            _pieces = Math.Max(PiecesPerSweep, _board.OwnPeople / PeoplePerPiece / SweepsPerCycle);
        }

        var pieces = _board.ReadOwn(_told.RoomId, rooms => PresencePieces.OfWhole(rooms, _told, _pieces));
        _told = pieces[^1].Range.UpTo;
        return [.. pieces.Select(piece => Say(piece.Range, piece.Rooms))];
    }

    private PresenceSignal Say(PresenceRange? whole, IReadOnlyList<RoomPeople> rooms) => new(_nodeId, ++_number, whole, rooms);

    private void Hear(BusSignal signal)
    {
        switch (signal)
        {
            case PresenceSignal presence when presence.NodeId != _nodeId:
                Hear(presence);
                break;
            case NodeStoppedSignal stopped when stopped.NodeId != _nodeId:
                Stop(stopped.NodeId);
                break;
        }
    }

    private void Hear(PresenceSignal presence)
    {
        lock (_gate)
        {
            if (!_others.TryGetValue(presence.NodeId, out var node))
            {
                _others[presence.NodeId] = node = new OtherNode(_board);
                Interlocked.Exchange(ref _isNews, true);
            }

            if (!node.IsStopped)
            {
                node.Until = _time.GetUtcNow() + Life;
                node.Take(presence);
            }
        }
    }

    private void Stop(Guid nodeId)
    {
        lock (_gate)
        {
            if (_others.TryGetValue(nodeId, out var node) && !node.IsStopped)
            {
                // Its people come back within the grace, elsewhere, or are gone: going there is no leave.
                node.Stop();
                node.Until = _time.GetUtcNow() + PresenceBoard.Grace + PresenceBoard.OnTheWay;
            }
        }
    }

    private void ForgetSilent(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var (nodeId, node) in _others)
            {
                if (now < node.Until)
                {
                    continue;
                }

                node.Forget();

                // One that stopped is known a while longer: what it said before may still be on the way.
                if (!node.IsStopped || now >= node.Until + Life)
                {
                    _others.Remove(nodeId);
                }
            }
        }
    }
}
