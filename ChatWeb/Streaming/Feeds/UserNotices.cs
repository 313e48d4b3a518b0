using System.Text.Json;
using ChatWeb.Http;

namespace ChatWeb.Streaming.Feeds;

/// <summary>
/// Tells a user something on their own streams (<c>GET /chat/sse/me</c>), in whatever process they are. It reaches who
/// listens now; what must not be lost is stored by whoever tells it.
/// </summary>
public sealed class UserNotices(RoomPublisher publisher, TimeProvider time)
{
    /// <summary>Somebody named members of a room.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="senderId">Who said it, and is not told.</param>
    /// <param name="userIds">Who was named; null for everybody in the room.</param>
    /// <param name="message">The message as it is on the wire.</param>
    /// <param name="but">Who was told of it before; null for nobody.</param>
    public void Mention(long roomId, Guid senderId, IReadOnlyList<Guid>? userIds, JsonElement message, IReadOnlyList<Guid>? but = null) =>
        publisher.Publish(new MentionSignal(roomId, senderId, userIds, message, but));

    /// <summary>Members of a room are named no more: what they have not read is counted anew.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="userIds">Who; null for everybody in the room.</param>
    public void MentionsGone(long roomId, IReadOnlyList<Guid>? userIds) => publisher.Publish(new MentionsGoneSignal(roomId, userIds));

    /// <summary>A sentence for the user alone, in their language.</summary>
    public void Notice(Guid userId, string text) =>
        Tell(userId, NoticeEvent.Name, new NoticeEvent(NoticeEvent.Name, text, time.GetUtcNow()));

    private void Tell<T>(Guid userId, string name, T data) =>
        publisher.Publish(new UserSignal(userId, name, JsonSerializer.SerializeToElement(data, WireJson.Options)));
}
