using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Signals;

public sealed class SignalTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Who_types_is_told_at_once_to_those_who_come_later_too_and_for_ten_seconds()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var stream = anna.Stream(roomId);
        await stream.NextAsync("connection_ack");

        var watch = Stopwatch.StartNew();
        await TypeAsync(ben, roomId, isTyping: true);
        var typing = await stream.NextAsync("typing");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await using var late = anna.Stream(roomId);
        var told = await late.NextAsync("typing");

        Assert.Null(typing.Id);
        Assert.Equal(roomId, typing.Json.GetProperty("room_id").GetInt64());
        var typist = Assert.Single(typing.Json.GetProperty("users").EnumerateArray());
        Assert.Equal(ben.Email.Split('@')[0], typist.GetProperty("user_name").GetString());
        Assert.True(typist.TryGetProperty("user_uuid", out _) && typist.TryGetProperty("started_at", out _));
        Assert.Equal(typing.Data, told.Data);
        Assert.Empty((await stream.NextAsync("typing")).Json.GetProperty("users").EnumerateArray());
        Assert.InRange(watch.Elapsed.TotalSeconds, 9.5, 13);
    }

    [Fact]
    public async Task Whoever_says_it_or_stops_types_no_more()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var stream = anna.Stream(roomId);
        await stream.NextAsync("connection_ack");

        await TypeAsync(ben, roomId, isTyping: true);
        Assert.Equal(1, await TypistsAsync(stream));
        await TypeAsync(ben, roomId, isTyping: true); // still: no news
        await ben.PostAsync(roomId, "said");
        Assert.Equal(0, await TypistsAsync(stream));
        await TypeAsync(ben, roomId, isTyping: true);
        Assert.Equal(1, await TypistsAsync(stream));
        await TypeAsync(ben, roomId, isTyping: false);
        Assert.Equal(0, await TypistsAsync(stream));
        await TypeAsync(ben, roomId, isTyping: true);
        Assert.Equal(1, await TypistsAsync(stream));
        using var left = await ben.Http.PostAsync($"/api/chat/rooms/{roomId}/leave", null);
        Assert.Equal(0, await TypistsAsync(stream));
    }

    [Fact]
    public async Task Only_members_type_and_what_makes_no_sense_is_refused()
    {
        var (anna, _, roomId) = await TwoAsync();
        using var stranger = await ChatApi.RegisterAsync(_server);

        using var reader = await stranger.Http.PostAsJsonAsync($"/chat/sse/{roomId}/typing", new { is_typing = true });
        using var nothing = await anna.PostRawAsync($"/chat/sse/{roomId}/typing", "{}");
        using var wrong = await anna.PostRawAsync($"/chat/sse/{roomId}/typing", "{\"is_typing\":\"yes\"}");

        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        Assert.Contains("is_typing", (await ChatApi.ReadAsync<WireProblem>(nothing, HttpStatusCode.BadRequest)).Errors!.Keys);
        Assert.Contains("is_typing", (await ChatApi.ReadAsync<WireProblem>(wrong, HttpStatusCode.BadRequest)).Errors!.Keys);
    }

    [Fact]
    public async Task Presence_tells_who_is_here_and_a_reconnect_is_no_leave()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var stream = anna.Stream(roomId);
        Assert.Equal(1, await CountAsync(stream));
        var bens = ben.Stream(roomId);
        Assert.Equal(2, await CountAsync(stream));
        await using var late = anna.Stream(roomId);
        Assert.Equal(2, await CountAsync(late));

        var status = await anna.GetAsync<JsonElement>($"/chat/sse/{roomId}/status");
        Assert.Equal(2, status.GetProperty("online_users").GetInt32());
        Assert.Equal(3, status.GetProperty("connections").GetInt32());
        Assert.Equal(30, status.GetProperty("heartbeat_seconds").GetDouble());
        Assert.Equal(1, status.GetProperty("head").GetInt64());

        await bens.DisposeAsync();
        bens = ben.Stream(roomId);
        await bens.NextAsync("connection_ack");
        var watch = Stopwatch.StartNew();
        await bens.DisposeAsync();
        Assert.Equal(1, await CountAsync(stream));
        Assert.InRange(watch.Elapsed.TotalSeconds, 4.5, 8);
    }

    [Fact]
    public async Task How_far_others_have_read_is_told_once_it_moves()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var stream = anna.Stream(roomId);
        await stream.NextAsync("connection_ack");
        await anna.PostAsync(roomId, "one");
        await anna.PostAsync(roomId, "two");

        foreach (var number in new[] { 1, 2, 1 })
        {
            using var read = await ben.Http.PostAsJsonAsync($"/api/chat/rooms/{roomId}/read", new { number });
            read.EnsureSuccessStatusCode();
        }

        var bensId = (await ben.PostAsync(roomId, "three")).SenderUuid;
        var receipts = new List<long>();
        while (receipts.LastOrDefault() < 3)
        {
            var receipt = await stream.NextAsync("read_receipt");
            if (receipt.Json.GetProperty("user_uuid").GetGuid() == bensId)
            {
                receipts.Add(receipt.Json.GetProperty("number").GetInt64());
            }
        }

        Assert.Equal(receipts.Order().Distinct(), receipts);
        await using var late = anna.Stream(roomId);
        Assert.InRange((await late.NextAsync("read_receipt")).Json.GetProperty("number").GetInt64(), 1, 3);
    }

    [Fact]
    public async Task The_page_gets_the_same_as_fragments()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var stream = anna.Stream(roomId, query: "");
        await stream.NextAsync("connection_ack");
        await TypeAsync(ben, roomId, isTyping: true);

        var typing = await stream.NextAsync();
        while (!typing.Data.Contains("#typing", StringComparison.Ordinal))
        {
            typing = await stream.NextAsync();
        }

        Assert.Null(typing.Id);
        Assert.StartsWith("<hx-partial hx-target=\"#typing\" hx-swap=\"upsert\">", typing.Data, StringComparison.Ordinal);
        Assert.Contains($"data-name=\"{ben.Email.Split('@')[0]}\"", typing.Data, StringComparison.Ordinal);
    }

    private static async Task<int> TypistsAsync(SseClient stream) =>
        (await stream.NextAsync("typing")).Json.GetProperty("users").GetArrayLength();

    private static async Task<int> CountAsync(SseClient stream)
    {
        var presence = (await stream.NextAsync("presence")).Json;
        Assert.Equal(presence.GetProperty("count").GetInt32(), presence.GetProperty("online").GetArrayLength());
        return presence.GetProperty("count").GetInt32();
    }

    private static async Task TypeAsync(ChatApi person, long roomId, bool isTyping)
    {
        using var answer = await person.Http.PostAsJsonAsync($"/chat/sse/{roomId}/typing", new { is_typing = isTyping });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task<(ChatApi Anna, ChatApi Ben, long RoomId)> TwoAsync()
    {
        var anna = await ChatApi.RegisterAsync(_server, "anna");
        var ben = await ChatApi.RegisterAsync(_server, "ben");
        var room = await anna.CreateRoomAsync();
        await ben.JoinAsync(room.Id);
        return (anna, ben, room.Id);
    }
}
