using System.Net.Http.Json;

namespace ChatWeb.Tests.Http;

/// <summary>Every address of a room, as <see cref="EveryEndpointTests"/> asks it.</summary>
internal static class RoomEndpoints
{
    /// <summary>Method and route of everything about a room, with a body that would do if one were let in.</summary>
    public static readonly (string Method, string Path, object? Body)[] All =
    [
        ("GET", "/api/chat/rooms/{id}", null),
        ("DELETE", "/api/chat/rooms/{id}", null),
        ("GET", "/api/chat/rooms/{id}/members", null),
        ("DELETE", "/api/chat/rooms/{id}/members/{user}", null),
        ("POST", "/api/chat/rooms/{id}/join", null),
        ("POST", "/api/chat/rooms/{id}/leave", null),
        ("POST", "/api/chat/rooms/{id}/read", new { number = 0 }),
        ("GET", "/api/chat/rooms/{id}/messages", null),
        ("POST", "/api/chat/rooms/{id}/messages", new { body = "hi" }),
        ("POST", "/api/chat/rooms/{id}/attachments", "bytes"),
        ("DELETE", "/api/chat/rooms/{id}/attachments/{attachment}", null),
        ("PUT", "/api/chat/rooms/{id}/attachments/{attachment}/preview", "bytes"),
        ("GET", "/rooms/{id}/files/{attachment}/name.png", null),
        ("GET", "/api/chat/rooms/{id}/messages/{message}", null),
        ("PATCH", "/api/chat/rooms/{id}/messages/{message}", new { body = "hi" }),
        ("DELETE", "/api/chat/rooms/{id}/messages/{message}", null),
        ("GET", "/api/chat/rooms/{id}/messages/{message}/history", null),
        ("POST", "/api/chat/rooms/{id}/messages/{message}/forward", new { room_id = 1 }),
        ("GET", "/api/chat/rooms/{id}/draft", null),
        ("PUT", "/api/chat/rooms/{id}/draft", new { body = "h" }),
        ("PUT", "/api/chat/rooms/{id}/messages/{message}/reactions/{emoji}", null),
        ("DELETE", "/api/chat/rooms/{id}/messages/{message}/reactions/{emoji}", null),
        ("PUT", "/api/chat/rooms/{id}/messages/{message}/pin", null),
        ("DELETE", "/api/chat/rooms/{id}/messages/{message}/pin", null),
        ("GET", "/api/chat/rooms/{id}/pins", null),
        ("GET", "/chat/poll/{id}?after=0", null),
        ("GET", "/chat/sse/{id}", null),
        ("GET", "/chat/sse/{id}/status", null),
        ("POST", "/chat/sse/{id}/typing", new { is_typing = true }),
        ("GET", "/rooms/{id}", null),
        ("POST", "/rooms/{id}/messages", "body=hi"),
        ("POST", "/rooms/{id}/join", ""),
        ("POST", "/rooms/{id}/leave", ""),
        ("GET", "/rooms/{id}/messages", null),
        ("PATCH", "/rooms/{id}/messages/{message}", "body=hi"),
        ("DELETE", "/rooms/{id}/messages/{message}", null),
        ("GET", "/rooms/{id}/messages/{message}/history", null),
        ("POST", "/rooms/{id}/read", "number=0"),
        ("GET", "/rooms/{id}/state", null),
        ("GET", "/rooms/{id}/pins", null),
        ("GET", "/rooms/{id}/delete", null),
        ("POST", "/rooms/{id}/delete", ""),
        ("GET", "/rooms/{id}/members/{user}/remove", null),
        ("POST", "/rooms/{id}/members/{user}/remove", ""),
    ];

    private static readonly Guid Somebody = Guid.CreateVersion7();

    /// <summary>A route's pattern as it stands in <see cref="All"/>.</summary>
    public static string Plain(string route) => route
        .Replace("{roomId:long}", "{id}", StringComparison.Ordinal)
        .Replace("{userId:guid}", "{user}", StringComparison.Ordinal)
        .Replace("{attachmentId:long}", "{attachment}", StringComparison.Ordinal)
        .Replace("{name}", "name.png", StringComparison.Ordinal)
        .Replace("messages/{id:long}", "messages/{message}", StringComparison.Ordinal)
        .Replace("{messageId:long}", "{message}", StringComparison.Ordinal)
        .Replace("{id:long}/pins", "{id}/pins", StringComparison.Ordinal)
        .Replace("{id:long}/delete", "{id}/delete", StringComparison.Ordinal)
        .Replace("{id:long}/members", "{id}/members", StringComparison.Ordinal)
        .Replace("{id:long}/{handler:regex(^(join|leave|messages)$)?}", "{id}", StringComparison.Ordinal)
        .Trim('/');

    public static HttpRequestMessage Request(string method, string path, long room, string? token)
    {
        var body = All.FirstOrDefault(e => e.Path == path && e.Method == method).Body;
        var request = new HttpRequestMessage(new HttpMethod(method), path
            .Replace("{id}", $"{room}", StringComparison.Ordinal)
            .Replace("{user}", $"{Somebody}", StringComparison.Ordinal)
            .Replace("{attachment}", "1", StringComparison.Ordinal)
            .Replace("{message}", "1", StringComparison.Ordinal)
            .Replace("{emoji}", Uri.EscapeDataString("👍"), StringComparison.Ordinal));
        if (method == "GET" && path is ("/rooms/{id}/messages" or "/rooms/{id}/state"))
        {
            request.Headers.Add("HX-Request", "true"); // as pages they are redirects to the room
        }

        if (method is "POST" or "PUT" or "PATCH")
        {
            request.Content = body is string form
                ? new StringContent(form, null, "application/x-www-form-urlencoded")
                : JsonContent.Create(body ?? new { });
        }

        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return request;
    }
}
