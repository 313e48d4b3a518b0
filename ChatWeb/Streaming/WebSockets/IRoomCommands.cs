using System.Text.Json;
using ChatWeb.Http;

namespace ChatWeb.Streaming.WebSockets;

/// <summary>What a socket's frames may ask of features. One is made for each frame, with a scope of its own.</summary>
public interface IRoomCommands
{
    /// <summary>Says something in a room, as the JSON API does it.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="user">Who speaks.</param>
    /// <param name="message">The object that the client sent, as for <c>POST …/messages</c>.</param>
    /// <param name="cancellationToken">The client left.</param>
    /// <returns>The message as it stands in the room.</returns>
    /// <exception cref="ProblemException">It is refused; the message says why.</exception>
    Task<JsonElement> PostAsync(long roomId, StreamUser user, JsonElement message, CancellationToken cancellationToken);
}
