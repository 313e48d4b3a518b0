namespace ChatWeb.Streaming.Signals;

/// <summary>
/// Who types where. What people do goes over the bus, so that every process knows of all; each keeps its own list and
/// tells its own listeners when it changes.
/// </summary>
internal sealed class TypingBoard : ISweepTask
{
    /// <summary>Rooms in which somebody types at the same time, at most; further ones go untold.</summary>
    private const int MaxRooms = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, RoomTyping> _rooms = [];
    private readonly RoomHubs _hubs;
    private readonly SignalTeller _teller;
    private readonly IRoomBus _bus;
    private readonly TimeProvider _time;

    public TypingBoard(IRoomBus bus, RoomHubs hubs, PresenceBoard presence, SignalTeller teller, TimeProvider time)
    {
        _bus = bus;
        _hubs = hubs;
        _teller = teller;
        _time = time;
        bus.Signalled += signal =>
        {
            switch (signal)
            {
                case TypingSignal typing:
                    Take(typing);
                    break;
                case MembershipSignal { Joined: false } left:
                    Take(new TypingSignal(left.RoomId, left.UserId, "", StartedAt: null));
                    break;
            }
        };
        hubs.Opened += hub => Tell(hub.RoomId);
        presence.LastLeft += (roomId, userId) => _ = StopAsync(roomId, userId).AsTask();
    }

    /// <summary>Somebody types, or (with false) has stopped. Who may is the caller's to know.</summary>
    public ValueTask SetAsync(long roomId, StreamUser user, bool isTyping) =>
        _bus.PublishAsync(new TypingSignal(roomId, user.UserId, user.Name, isTyping ? _time.GetUtcNow() : null));

    /// <summary>Somebody said what they typed.</summary>
    public ValueTask StopAsync(long roomId, Guid userId)
    {
        lock (_gate)
        {
            // Nearly always nobody knew that they typed: nothing to tell other processes, which forget by themselves.
            if (!_rooms.TryGetValue(roomId, out var room) || !room.List.Any(typist => typist.UserUuid == userId))
            {
                return ValueTask.CompletedTask;
            }
        }

        return _bus.PublishAsync(new TypingSignal(roomId, userId, "", StartedAt: null));
    }

    public Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        List<long> due = [];
        lock (_gate)
        {
            foreach (var (roomId, room) in _rooms)
            {
                room.Expire(now.Time);
                if (room.IsDue(now.Time))
                {
                    due.Add(roomId);
                }
                else if (room.IsOver(now.Time))
                {
                    _rooms.Remove(roomId);
                }
            }
        }

        due.ForEach(Tell);
        return Task.CompletedTask;
    }

    private void Take(TypingSignal typing)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(typing.RoomId, out var room))
            {
                if (typing.StartedAt is null || _rooms.Count >= MaxRooms)
                {
                    return;
                }

                _rooms[typing.RoomId] = room = new RoomTyping();
            }

            var now = _time.GetUtcNow();
            var changed = typing.StartedAt is { } startedAt
                ? room.Start(typing.UserId, typing.Name, startedAt, now)
                : room.Stop(typing.UserId);
            if (!changed || !room.IsDue(now))
            {
                return; // what may not be told yet, the sweep tells
            }
        }

        Tell(typing.RoomId);
    }

    /// <summary>Tells the room's listeners the list as it is by the time it is told.</summary>
    private void Tell(long roomId)
    {
        if (_hubs.Find(roomId) is { } hub)
        {
            _teller.Tell(hub, TypingData.Name, () => Typing(roomId, hub.Live.Length));
        }
        else
        {
            Typing(roomId, listeners: 0); // nobody hears it
        }
    }

    private TypingData? Typing(long roomId, int listeners)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            return _rooms.TryGetValue(roomId, out var room) && room.Told(now, listeners) ? new TypingData(roomId, now, room.List) : null;
        }
    }
}
