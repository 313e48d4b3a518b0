using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatWeb.Streaming.WebSockets;

/// <summary>The goodbye on a socket, which has no <c>retry</c> field beside the data.</summary>
internal sealed record SocketBye(
    string Type,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryMs);

/// <summary>The answer to <c>join</c>; the events after the asked place follow.</summary>
/// <param name="Head">The room's newest sequence.</param>
internal sealed record SocketJoined(long RoomId, long Head)
{
    public string Type => "joined";
}

/// <summary>The socket listens to the room no more: asked for, or (<c>removed</c>) because the right to it ended.</summary>
internal sealed record SocketLeft(long RoomId, string Reason)
{
    public string Type => "left";
}

/// <summary>The answer to a message that the room has now; it arrives as <c>new_message</c> besides.</summary>
internal sealed record SocketAccepted(long RoomId, string? ClientId, JsonElement Message)
{
    public string Type => "message_accepted";
}

/// <summary>What a frame asked could not be done. The socket stays open.</summary>
/// <param name="Detail">A sentence in the caller's language.</param>
/// <param name="RoomId">The room that the frame named.</param>
/// <param name="ClientId">The message that the frame brought.</param>
internal sealed record SocketError(
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? RoomId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientId = null)
{
    public string Type => "error";
}
