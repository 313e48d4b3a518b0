using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatWeb.Tests.Support;

/// <summary>The wire as an outside client reads it; nothing of the program's own types.</summary>
public static class Wire
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };
}

public sealed record WireRoom(
    long Id,
    string Name,
    string Topic,
    string Kind,
    long Head,
    long UnreadCount,
    long MentionCount,
    DateTimeOffset? LastMessageAt,
    bool Member);

public sealed record WireRooms(IReadOnlyList<WireRoom> Rooms);

public sealed record WireMember(Guid UserUuid, string UserName, bool Online);

public sealed record WireMembers(IReadOnlyList<WireMember> Members);

public sealed record WireMessage(
    long Id,
    long RoomId,
    long Number,
    long Seq,
    Guid? ClientId,
    string Type,
    Guid SenderUuid,
    string SenderName,
    string Body,
    string Html,
    long? ReplyTo,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt,
    DateTimeOffset? DeletedAt,
    IReadOnlyList<JsonElement> Attachments,
    IReadOnlyList<JsonElement> Reactions);

public sealed record WirePage(IReadOnlyList<WireMessage> Messages, bool HasMoreBefore, bool HasMoreAfter, long Head);

public sealed record WireProblem(string Type, string Title, int Status, Dictionary<string, string[]>? Errors);

public sealed record WireTokens([property: JsonPropertyName("accessToken")] string AccessToken, [property: JsonPropertyName("refreshToken")] string RefreshToken);
