using System.Text.Json.Serialization;

namespace ChatWeb.Streaming;

/// <summary>The first event of a stream.</summary>
/// <param name="RoomId">The stream's room; none on a stream of many.</param>
/// <param name="Head">The room's newest sequence when the stream opened.</param>
/// <param name="RetryMs">How long a client waits before it reconnects, in milliseconds.</param>
/// <param name="HeartbeatSeconds">How often the stream says something at least: much longer silence is a dead connection.</param>
internal sealed record ConnectionAck(
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? RoomId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Head,
    DateTimeOffset ServerTime,
    int RetryMs,
    double HeartbeatSeconds)
{
    public const string Name = "connection_ack";

    /// <summary>A second: soon enough to go unnoticed, late enough not to hammer a server that restarts.</summary>
    public const int DefaultRetryMs = 1_000;
}

/// <summary>The client can't go on from where it is: it reloads the messages and goes on from <paramref name="Head"/>.</summary>
internal sealed record ResetSignal(string Type, long RoomId, long Head)
{
    public const string Name = "reset";
}

/// <summary>The server closes the stream on purpose.</summary>
internal sealed record ByeSignal(string Type, string Reason)
{
    public const string Name = "bye";
}

/// <summary>Keeps the connection awake.</summary>
/// <param name="RoomId">The stream's room; none on a stream of many.</param>
internal sealed record HeartbeatSignal(
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? RoomId,
    DateTimeOffset Timestamp,
    DateTimeOffset ServerTime)
{
    public const string Name = "heartbeat";
}

/// <summary>Why a stream ends, as <c>bye</c> says it.</summary>
internal static class ByeReason
{
    public const string Expired = "expired";
    public const string SignedOut = "signed_out";
    public const string Removed = "removed";
    public const string Shutdown = "shutdown";
    public const string Lagging = "lagging";
}
