namespace ChatWeb.Streaming.Signals;

/// <summary>
/// Tells how far members have read. What moves several times between two sweeps is told once. In a room with many
/// listeners receipts are not told at all: n readers of n receipts would cost n² for what nobody looks at.
/// </summary>
internal sealed class ReadReceipts : ISweepTask
{
    /// <summary>A room with more listeners than this gets no receipts.</summary>
    public const int MaxListeners = 200;

    /// <summary>Receipts of one room told in a sweep; the others come with the next.</summary>
    private const int MaxPerSweep = 50;

    /// <summary>Receipts that wait to be told, over all rooms; past it they are dropped: the next one says more.</summary>
    private const int MaxWaiting = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(long RoomId, Guid UserId), long> _waiting = [];
    private readonly RoomHubs _hubs;
    private readonly SignalTeller _teller;
    private readonly TimeProvider _time;

    public ReadReceipts(IRoomBus bus, RoomHubs hubs, SignalTeller teller, TimeProvider time)
    {
        _hubs = hubs;
        _teller = teller;
        _time = time;
        bus.Signalled += signal =>
        {
            if (signal is ReadSignal read && hubs.Find(read.RoomId) is not null)
            {
                Take(read);
            }
        };
    }

    public Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        List<ReadReceiptData> due;
        lock (_gate)
        {
            due = [.. _waiting
                .GroupBy(w => w.Key.RoomId)
                .SelectMany(room => room.Take(MaxPerSweep))
                .Select(w => new ReadReceiptData(w.Key.RoomId, _time.GetUtcNow(), w.Key.UserId, w.Value))];
            due.ForEach(receipt => _waiting.Remove((receipt.RoomId, receipt.UserUuid)));
        }

        foreach (var receipt in due)
        {
            if (_hubs.Find(receipt.RoomId) is { } hub && hub.Live.Length <= MaxListeners)
            {
                _teller.Tell(hub, $"{ReadReceiptData.Name}:{receipt.UserUuid:N}", () => receipt);
            }
        }

        return Task.CompletedTask;
    }

    private void Take(ReadSignal read)
    {
        lock (_gate)
        {
            if (_waiting.Count < MaxWaiting)
            {
                var known = _waiting.GetValueOrDefault((read.RoomId, read.UserId));
                _waiting[(read.RoomId, read.UserId)] = Math.Max(known, read.Number);
            }
        }
    }
}
