using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Feeds;

/// <summary>What the tests of the users' own streams do time and again.</summary>
internal static class FeedSupport
{
    public static SseClient Me(this ChatApi api) => SseClient.Open(api.Http, "/chat/sse/me");

    public static SseClient Events(this ChatApi api, string query = "", string? lastEventId = null, string path = "/sse/events") =>
        SseClient.Open(api.Http, path + query, lastEventId);

    public static long RoomId(this SseEvent told) => told.Json.GetProperty("room_id").GetInt64();

    public static long Seq(this SseEvent told) => told.Json.GetProperty("seq").GetInt64();

    public static string Body(this SseEvent told) => told.Json.GetProperty("message").GetProperty("body").GetString()!;

    /// <summary>Passes over events until the room's count is the one expected.</summary>
    public static async Task<SseEvent> UnreadAsync(this SseClient me, long roomId, long count)
    {
        while (true)
        {
            var told = await me.NextAsync("unread");
            if (told.RoomId() == roomId && told.Json.GetProperty("unread_count").GetInt64() == count)
            {
                return told;
            }
        }
    }

    /// <summary>The next durable events.</summary>
    public static async Task<List<SseEvent>> PointsAsync(this SseClient events, int count)
    {
        var durable = new List<SseEvent>();
        while (durable.Count < count)
        {
            var next = await events.NextAsync();
            if (next.Point is not null && next.Name is not ("connection_ack" or "channels" or "heartbeat"))
            {
                durable.Add(next);
            }
        }

        return durable;
    }

    public static async Task ReadAsync(this ChatApi api, long roomId, long number)
    {
        using var answer = await api.Http.PostAsJsonAsync($"/api/chat/rooms/{roomId}/read", new { number });
        await ChatApi.ExpectAsync(answer, HttpStatusCode.NoContent);
    }

    public static async Task LeaveAsync(this ChatApi api, long roomId)
    {
        using var answer = await api.Http.PostAsync($"/api/chat/rooms/{roomId}/leave", null);
        await ChatApi.ExpectAsync(answer, HttpStatusCode.NoContent);
    }

    public static Task<HttpResponseMessage> CarryAsync(this ChatApi api, string clientId, params string[] channels) =>
        api.Http.PutAsJsonAsync($"/sse/events/{Uri.EscapeDataString(clientId)}/channels", new { channels });

    public static IEnumerable<string> Names(this JsonElement list) => list.EnumerateArray().Select(name => name.GetString()!);
}
