using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>Everything that clients hold open in this process, and how much of it each user may.</summary>
internal sealed class OpenStreams(IOptions<StreamOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, HashSet<IOpenStream>> _byUser = [];
    private readonly ConcurrentDictionary<IOpenStream, byte> _all = [];

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

            if (own.Count >= options.Value.MaxPerUser)
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
        _all.TryRemove(stream, out _);
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
