using System.Buffers;
using System.Text.Json;

namespace ChatWeb.Streaming.Feeds;

/// <summary>The events of one pass. Many of a room's readers have the same count: it is written once for all of them.</summary>
internal sealed class FeedFrames(DateTimeOffset now)
{
    /// <summary>Counts kept at most, about 2 MB: a pass may tell thousands of users about all of their rooms.</summary>
    private const int MaxKept = 10_000;

    private readonly Dictionary<(long RoomId, (long, long) Count), ReadOnlyMemory<byte>> _unread = [];

    public ReadOnlyMemory<byte> Unread(long roomId, (long Unread, long Mentions) count)
    {
        if (!_unread.TryGetValue((roomId, count), out var frame))
        {
            frame = SseFrames.Json(UnreadEvent.Name, new UnreadEvent(UnreadEvent.Name, roomId, count.Unread, count.Mentions, now));
            if (_unread.Count == MaxKept)
            {
                _unread.Clear();
            }

            _unread[(roomId, count)] = frame;
        }

        return frame;
    }

    /// <summary>The counts of all of a user's rooms, and that there is no other.</summary>
    public ReadOnlyMemory<byte> StateOf(UserFeed user)
    {
        var all = new ArrayBufferWriter<byte>();
        foreach (var (roomId, own) in user.Rooms!.OrderBy(pair => pair.Key))
        {
            all.Write(Unread(roomId, own.Count).Span);
        }

        all.Write(SseFrames.Json(RoomsEvent.Name, new RoomsEvent(RoomsEvent.Name, user.Rooms!.Keys, now)).Span);
        return all.WrittenMemory;
    }

    public ReadOnlyMemory<byte> Mention(MentionSignal mention) =>
        SseFrames.Json(MentionEvent.Name, new MentionEvent(MentionEvent.Name, mention.RoomId, mention.Message, now));

    public ReadOnlyMemory<byte> Added(long roomId, JsonElement room) =>
        SseFrames.Json(RoomAddedEvent.Name, new RoomAddedEvent(RoomAddedEvent.Name, roomId, room, now));

    public ReadOnlyMemory<byte> Removed(long roomId) =>
        SseFrames.Json(RoomRemovedEvent.Name, new RoomRemovedEvent(RoomRemovedEvent.Name, roomId, now));
}
