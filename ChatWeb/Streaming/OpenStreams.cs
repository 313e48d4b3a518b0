using System.Collections.Concurrent;
using ChatWeb.Telemetry;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>Everything that clients hold open in this process, and how much of it each user may.</summary>
internal sealed class OpenStreams
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, HashSet<IOpenStream>> _byUser = [];
    private readonly ConcurrentDictionary<IOpenStream, byte> _all = [];
    private readonly StreamOptions _options;
    private readonly StreamMeters _meters;

    public OpenStreams(IOptions<StreamOptions> options, StreamMeters meters)
    {
        _options = options.Value;
        _meters = meters;
        meters.ObserveOpen(transport => All.Count(stream => stream.Transport == transport));
    }

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>All of them, without a lock: one that comes or goes meanwhile may be missed.</summary>
    public IEnumerable<IOpenStream> All => _all.Select(pair => pair.Key);

    /// <summary>
    /// Adds one, from now on swept and closed with its session; false when the user has <c>Chat:Stream:MaxPerUser</c>
    /// already. Whoever adds, removes.
    /// </summary>
    public bool TryAdd(IOpenStream stream)
    {
        lock (_gate)
        {
            if (!_byUser.TryGetValue(stream.User.UserId, out var own))
            {
                _byUser[stream.User.UserId] = own = [];
            }

            if (own.Count >= _options.MaxPerUser)
            {
                return false;
            }

            own.Add(stream);
        }

        _all[stream] = 0;
        return true;
    }

    public void Remove(IOpenStream stream)
    {
        if (_all.TryRemove(stream, out _))
        {
            _meters.Closed(stream.Transport, stream.Ending);
        }

        lock (_gate)
        {
            if (_byUser.TryGetValue(stream.User.UserId, out var own) && own.Remove(stream) && own.Count == 0)
            {
                _byUser.Remove(stream.User.UserId);
            }
        }
    }

    /// <summary>The streams that a user holds now.</summary>
    public IReadOnlyList<IOpenStream> Of(Guid userId)
    {
        lock (_gate)
        {
            return _byUser.TryGetValue(userId, out var own) ? [.. own] : [];
        }
    }

    /// <summary>Says goodbye on the user's streams: on those of one session, or on all.</summary>
    public void CloseOf(Guid userId, Guid? sessionId, string reason)
    {
        foreach (var stream in Of(userId).Where(stream => sessionId is null || stream.User.SessionId == sessionId))
        {
            stream.Close(reason);
        }
    }
}
