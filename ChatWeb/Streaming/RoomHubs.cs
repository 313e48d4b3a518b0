using System.Collections.Concurrent;
using ChatWeb.Streaming.Signals;
using ChatWeb.Telemetry;

namespace ChatWeb.Streaming;

/// <summary>The hubs of the rooms that somebody in this process listens to.</summary>
internal sealed class RoomHubs
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<long, Entry> _hubs = new();
    private readonly RoomEventReader _reader;
    private readonly FrameRenderer _renderer;
    private readonly RoomDoor _door;
    private readonly PresenceBoard _presence;
    private readonly StreamMeters _meters;
    private readonly TimeProvider _time;
    private readonly ILogger<RoomHubs> _logger;

    public RoomHubs(IRoomBus bus, RoomEventReader reader, FrameRenderer renderer, RoomDoor door, PresenceBoard presence, StreamMeters meters, TimeProvider time, ILogger<RoomHubs> logger)
    {
        _reader = reader;
        _renderer = renderer;
        _door = door;
        _presence = presence;
        _meters = meters;
        _time = time;
        _logger = logger;
        bus.Woken += wakeUp =>
        {
            _reader.Outdate(wakeUp.RoomId, wakeUp.Entry);
            Find(wakeUp.RoomId)?.Wake(wakeUp.Seq, wakeUp.PublishedAt, wakeUp.Entry);
        };
        bus.Signalled += signal =>
        {
            if (signal is RoomClosedSignal closed)
            {
                Find(closed.RoomId)?.Close();
            }
        };
    }

    /// <summary>Called for each new hub, on the thread of its first listener; handlers return at once.</summary>
    public event Action<RoomHub>? Opened;

    public IEnumerable<RoomHub> All => _hubs.Select(pair => pair.Value.Hub);

    public RoomHub? Find(long roomId) => _hubs.TryGetValue(roomId, out var entry) ? entry.Hub : null;

    /// <summary>
    /// The room's hub, kept until the listener leaves. From now on no wake-up is missed, so the head is read after this.
    /// </summary>
    public RoomHub Join(long roomId)
    {
        // Joining and retiring share this lock: nobody joins a hub that is about to go.
        lock (_gate)
        {
            if (_hubs.TryGetValue(roomId, out var known))
            {
                known.Listeners++;
                return known.Hub;
            }

            _hubs[roomId] = known = new Entry(new RoomHub(roomId, _reader, _renderer, _door, _presence, _meters, _time, _logger)) { Listeners = 1 };
            Opened?.Invoke(known.Hub);
            return known.Hub;
        }
    }

    public void Leave(RoomHub hub)
    {
        lock (_gate)
        {
            if (--_hubs[hub.RoomId].Listeners == 0)
            {
                _hubs.TryRemove(hub.RoomId, out _);
            }
        }
    }

    private sealed class Entry(RoomHub hub)
    {
        public RoomHub Hub => hub;

        public int Listeners { get; set; }
    }
}
