using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using ChatWeb.Http;

namespace ChatWeb.Streaming.Feeds;

/// <summary>
/// The users who hold streams of their own in this process. What the bus says of their rooms is only noted here, at no
/// cost worth naming; the one <see cref="FeedWorker"/> looks it up for all of them together.
/// </summary>
internal sealed class UserFeeds
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, UserFeed> _users = [];
    private readonly Channel<bool> _dirtied = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true });
    private FeedDirt _dirt = new();
    private bool _isReadingRooms;

    public UserFeeds(IRoomBus bus)
    {
        bus.Woken += wakeUp => MarkRoom(wakeUp.RoomId);
        bus.Signalled += OnSignal;
    }

    /// <summary>The rooms of which somebody here wants to know what is unread; only the worker changes it.</summary>
    public ConcurrentDictionary<long, FeedRoom> Rooms { get; } = [];

    /// <summary>Whether somebody waits for their first state.</summary>
    public bool IsHurried
    {
        get
        {
            lock (_gate)
            {
                return _dirt.Fresh.Count > 0;
            }
        }
    }

    /// <summary>Adds a stream whose first event is under way; what it is told begins with the state of all rooms.</summary>
    public void Add(MeStream stream)
    {
        lock (_gate)
        {
            var user = UserOf(stream.User.UserId);
            user.Streams = [.. user.Streams, stream];
            _dirt.Users.Add(user);
            _dirt.Fresh.Add(stream);
        }

        _dirtied.Writer.TryWrite(true);
    }

    public void Add(IRoomsWatcher watcher)
    {
        lock (_gate)
        {
            var user = UserOf(watcher.UserId);
            user.Watchers = [.. user.Watchers, watcher];
            _dirt.Users.Add(user);
        }

        _dirtied.Writer.TryWrite(true);
    }

    public void Remove(MeStream stream)
    {
        lock (_gate)
        {
            if (_users.TryGetValue(stream.User.UserId, out var user))
            {
                user.Streams = [.. user.Streams.Where(other => other != stream)];
                _dirt.Fresh.Remove(stream);
                Left(user);
            }
        }

        _dirtied.Writer.TryWrite(true);
    }

    public void Remove(IRoomsWatcher watcher)
    {
        lock (_gate)
        {
            if (_users.TryGetValue(watcher.UserId, out var user))
            {
                user.Watchers = [.. user.Watchers.Where(other => other != watcher)];
                Left(user);
            }
        }

        _dirtied.Writer.TryWrite(true);
    }

    /// <summary>Waits until there is something to look up.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _dirtied.Reader.ReadAsync(cancellationToken);

    /// <summary>What is to be looked up; from now on new dirt gathers.</summary>
    public FeedDirt Take()
    {
        lock (_gate)
        {
            _isReadingRooms = _dirt.Users.Count > 0;
            return Interlocked.Exchange(ref _dirt, new FeedDirt());
        }
    }

    /// <summary>Gives back what could not be looked up.</summary>
    public void GiveBack(FeedDirt dirt)
    {
        lock (_gate)
        {
            _dirt.Add(dirt);
        }

        _dirtied.Writer.TryWrite(true);
    }

    /// <summary>Something may have been said in all of these rooms.</summary>
    public void MarkRooms(IEnumerable<long> roomIds)
    {
        lock (_gate)
        {
            _dirt.Rooms.UnionWith(roomIds);
        }

        _dirtied.Writer.TryWrite(true);
    }

    public void MarkUsers(IEnumerable<UserFeed> users)
    {
        lock (_gate)
        {
            _dirt.Users.UnionWith(users);
        }

        _dirtied.Writer.TryWrite(true);
    }

    /// <summary>Those whose rooms were not read since a moment, the longest waiting first; at most a share of all.</summary>
    /// <param name="since">The moment, in the clock's ticks.</param>
    /// <param name="share">Of how many users one is due.</param>
    /// <param name="atLeast">How many are due in any case.</param>
    public IReadOnlyList<UserFeed> NotSeenSince(long since, int share, int atLeast)
    {
        lock (_gate)
        {
            return [.. _users.Values
                .Where(user => user.SeenAt < since)
                .OrderBy(user => user.SeenAt)
                .Take(Math.Max(atLeast, _users.Count / share))];
        }
    }

    private void MarkRoom(long roomId)
    {
        if (IsOfInterest(roomId))
        {
            MarkRooms([roomId]);
        }
    }

    /// <summary>While users' rooms are being read, any room may be one of theirs in a moment.</summary>
    private bool IsOfInterest(long roomId) => Rooms.ContainsKey(roomId) || Volatile.Read(ref _isReadingRooms);

    private void OnSignal(BusSignal signal)
    {
        switch (signal)
        {
            case MembershipSignal membership when Find(membership.UserId) is { } user:
                MarkUsers([user]);
                break;
            case ReadSignal read when Find(read.UserId) is { } user:
                Mark(dirt => dirt.Read(read.RoomId, user, read.Number));
                break;
            case MentionSignal mention when IsOfInterest(mention.RoomId):
                Mark(dirt => dirt.Mention(mention));
                break;
            case MentionsGoneSignal gone when IsOfInterest(gone.RoomId):
                Mark(dirt => dirt.Recount(gone.RoomId, gone.UserIds));
                break;
            case RoomClosedSignal closed:
                MarkRoom(closed.RoomId);
                break;
            case UserSignal told when Find(told.UserId) is { Streams: { Length: > 0 } streams }:
                var frame = SseFrames.Event(told.Name, JsonSerializer.SerializeToUtf8Bytes(told.Data, WireJson.Options));
                Array.ForEach(streams, stream => stream.Tell(frame));
                break;
            default:
                break;
        }
    }

    private void Mark(Action<FeedDirt> note)
    {
        lock (_gate)
        {
            note(_dirt);
        }

        _dirtied.Writer.TryWrite(true);
    }

    private UserFeed? Find(Guid userId)
    {
        lock (_gate)
        {
            return _users.GetValueOrDefault(userId);
        }
    }

    private UserFeed UserOf(Guid userId)
    {
        if (!_users.TryGetValue(userId, out var user))
        {
            _users[userId] = user = new UserFeed(userId);
        }

        return user;
    }

    private void Left(UserFeed user)
    {
        if (!user.IsWanted)
        {
            _users.Remove(user.UserId);
            _dirt.Users.Remove(user);
            _dirt.Gone.Add(user);
        }
    }
}
