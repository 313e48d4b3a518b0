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

    public TypingBoard(IRoomBus bus, RoomHubs hubs, SignalTeller teller, TimeProvider time)
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
        List<long> changed;
        lock (_gate)
        {
            changed = [.. _rooms.Where(room => room.Value.Expire(now.Time)).Select(room => room.Key)];
        }

        changed.ForEach(Tell);
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

            var changed = typing.StartedAt is { } startedAt
                ? room.Start(typing.UserId, typing.Name, startedAt, _time.GetUtcNow())
                : room.Stop(typing.UserId);
            if (!changed)
            {
                return;
            }
        }

        Tell(typing.RoomId);
    }

    /// <summary>Tells the room's listeners the list as it is by the time it is told.</summary>
    private void Tell(long roomId)
    {
        if (_hubs.Find(roomId) is { } hub)
        {
            _teller.Tell(hub, TypingData.Name, () => Typing(roomId));
        }
        else
        {
            Typing(roomId); // nobody hears it; an empty list is forgotten all the same
        }
    }

    private TypingData? Typing(long roomId)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(roomId, out var room))
            {
                return null;
            }

            if (room.IsEmpty)
            {
                _rooms.Remove(roomId);
            }

            return new TypingData(roomId, _time.GetUtcNow(), room.List);
        }
    }
}
