using ChatWeb.Telemetry;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming;

/// <summary>Everything that clients hold open in this process, and how much of it each user may.</summary>
internal sealed class OpenStreams
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, HashSet<IOpenStream>> _byUser = [];
    private readonly HashSet<IOpenStream> _all = [];
    private IOpenStream[]? _snapshot = [];
    private readonly StreamOptions _options;
    private readonly StreamMeters _meters;

    public OpenStreams(IOptions<StreamOptions> options, StreamMeters meters)
    {
        _options = options.Value;
        _meters = meters;
        meters.ObserveOpen(transport => All.Count(stream => stream.Transport == transport));
    }

    /// <summary>How many there are.</summary>
    public int Count => All.Length;

    /// <summary>All of them at a moment; the array is made anew when they have changed, and never written to after.</summary>
    public IOpenStream[] All
    {
        get
        {
            lock (_gate)
            {
                return _snapshot ??= [.. _all];
            }
        }
    }

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
            _all.Add(stream);
            _snapshot = null;
            return true;
        }
    }

    public void Remove(IOpenStream stream)
    {
        lock (_gate)
        {
            if (!_all.Remove(stream))
            {
                return;
            }

            _snapshot = null;
            if (_byUser.TryGetValue(stream.User.UserId, out var own) && own.Remove(stream) && own.Count == 0)
            {
                _byUser.Remove(stream.User.UserId);
            }
        }

        _meters.Closed(stream.Transport, stream.Ending);
    }

    /// <summary>The streams that a user holds now.</summary>
    public IReadOnlyList<IOpenStream> Of(Guid userId)
    {
        lock (_gate)
        {
            return _byUser.TryGetValue(userId, out var own) ? [.. own] : [];
        }
    }
}
