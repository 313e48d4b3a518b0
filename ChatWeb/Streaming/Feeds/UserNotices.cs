using System.Text.Json;
using ChatWeb.Http;

namespace ChatWeb.Streaming.Feeds;

/// <summary>
/// Tells a user something on their own streams (<c>GET /chat/sse/me</c>), in whatever process they are. It reaches who
/// listens now; what must not be lost is stored by whoever tells it.
/// </summary>
public sealed class UserNotices(RoomPublisher publisher, TimeProvider time)
{
    /// <summary>Somebody named the user in a message.</summary>
    /// <param name="userId">Who was named.</param>
    /// <param name="roomId">A room that the user may read.</param>
    /// <param name="message">The message as it is on the wire.</param>
    public void Mention(Guid userId, long roomId, JsonElement message) =>
        Tell(userId, MentionEvent.Name, new MentionEvent(MentionEvent.Name, roomId, message, time.GetUtcNow()));

    /// <summary>A sentence for the user alone, in their language.</summary>
    public void Notice(Guid userId, string text) =>
        Tell(userId, NoticeEvent.Name, new NoticeEvent(NoticeEvent.Name, text, time.GetUtcNow()));

    private void Tell<T>(Guid userId, string name, T data) =>
        publisher.Publish(new UserSignal(userId, name, JsonSerializer.SerializeToElement(data, WireJson.Options)));
}
