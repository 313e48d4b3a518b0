using System.Text.Json;
using ChatWeb.Http;
using ChatWeb.Streaming.Feeds;

namespace ChatWeb.Messages.Mentions;

/// <summary>Tells people on their own streams that somebody named them.</summary>
public sealed class MentionNotices(UserNotices notices)
{
    /// <summary>A message was posted that names these.</summary>
    public void Tell(MessageView message, IReadOnlyCollection<Guid> named)
    {
        if (named.Count > 0)
        {
            var everybody = named.Contains(Mention.Everybody);
            notices.Mention(message.RoomId, message.SenderUuid, everybody ? null : [.. named], JsonSerializer.SerializeToElement(message, WireJson.Options));
        }
    }
}
