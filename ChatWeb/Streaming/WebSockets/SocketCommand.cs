using System.Text.Json;
using ChatWeb.Http;

namespace ChatWeb.Streaming.WebSockets;

/// <summary>What a client's frame asks for.</summary>
/// <param name="Action"><c>join</c>, <c>leave</c>, <c>message</c> or <c>typing</c>.</param>
/// <param name="RoomId">The room it is about.</param>
/// <param name="After">With <c>join</c>: the last sequence that the client has; null for from now on.</param>
/// <param name="Message">With <c>message</c>: what is said.</param>
/// <param name="IsTyping">With <c>typing</c>: whether they type; true when it is not said.</param>
internal sealed record SocketCommand(string Action, long RoomId, long? After, JsonElement Message, bool IsTyping)
{
    /// <exception cref="ProblemException">The frame is no such thing; the message says what is wrong.</exception>
    public static SocketCommand Parse(ReadOnlyMemory<byte> frame)
    {
        JsonElement json;
        try
        {
            using var document = JsonDocument.Parse(frame);
            json = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Bad("A frame must be a JSON object.");
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Bad("A frame must be a JSON object.");
        }

        var action = Text(json, "action");
        if (action is not ("join" or "leave" or "message" or "typing"))
        {
            throw Bad("action must be join, leave, message or typing.");
        }

        var room = Number(json, "room_id") ?? throw Bad("room_id must be the number of a room.");
        var after = json.TryGetProperty("after", out var place) && place.ValueKind != JsonValueKind.Null
            ? Number(json, "after") is { } seq and >= 0 ? seq : throw Bad("after must be a whole number from 0 up: the last sequence you have.")
            : (long?)null;
        json.TryGetProperty("message", out var message);
        if (action == "message" && message.ValueKind != JsonValueKind.Object)
        {
            throw Bad("message must be an object with a body.");
        }

        var typing = !json.TryGetProperty("is_typing", out var isTyping) || isTyping.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Bad("is_typing must be true or false."),
        };
        return new SocketCommand(action, room, after, message, typing);
    }

    /// <summary>The sentence for a frame that can't be taken.</summary>
    public static ProblemException Bad(string sentence) => new(StatusCodes.Status400BadRequest, "bad-frame", sentence);

    /// <summary>The client's own id of the message, for answers; null when it has none.</summary>
    public string? ClientId => Message.ValueKind == JsonValueKind.Object ? Text(Message, "client_id") : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
