using System.Collections.Concurrent;

namespace ChatWeb.Streaming.Feeds;

/// <summary>The open streams of many rooms in this process, under the names that their clients gave them. A name is its user's own.</summary>
internal sealed class EventStreams
{
    private readonly ConcurrentDictionary<(Guid UserId, string ClientId), EventsStream> _streams = [];

    /// <summary>Adds a stream; a newer one takes over its name.</summary>
    public void Add(EventsStream stream)
    {
        if (stream.Request.ClientId is { } clientId)
        {
            _streams[(stream.UserId, clientId)] = stream;
        }
    }

    public void Remove(EventsStream stream)
    {
        if (stream.Request.ClientId is { } clientId)
        {
            _streams.TryRemove(new((stream.UserId, clientId), stream));
        }
    }

    public EventsStream? Find(Guid userId, string clientId) => _streams.GetValueOrDefault((userId, clientId));
}
