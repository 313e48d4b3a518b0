using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatWeb.Streaming;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Streaming.Signals;

/// <summary>Signals between two servers on one database and one bus.</summary>
public sealed class TwoServersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-two-").FullName;
    private readonly SharedBus _bus = new();
    private readonly ProgramInside _here;
    private readonly ProgramInside _there;

    public TwoServersTests() => (_here, _there) = (Start(), Start());

    [Fact]
    public async Task Everybody_on_both_is_here_and_a_server_without_listeners_knows_the_numbers()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var annas = anna.Stream(roomId);
        Assert.Equal(["anna"], await PresentAsync(annas));
        await UntilAsync(ben, roomId, users: 1, connections: 1);

        await using var bens = ben.Stream(roomId);
        Assert.Equal(["anna", "ben"], await PresentAsync(bens, count: 2));
        Assert.Equal(["anna", "ben"], await PresentAsync(annas));
        using var annaThere = await ChatApi.SignInAsync(_there.Address, anna.Email);
        await using (annaThere.Stream(roomId))
        {
            await UntilAsync(anna, roomId, users: 2, connections: 3);
            await UntilAsync(ben, roomId, users: 2, connections: 3);
        }

        await UntilAsync(anna, roomId, users: 2, connections: 2);
    }

    [Fact]
    public async Task Going_to_the_other_server_is_no_leaving()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var annas = anna.Stream(roomId);
        var bens = ben.Stream(roomId);
        Assert.Equal(["anna", "ben"], await PresentAsync(annas, count: 2));

        using var benHere = await ChatApi.SignInAsync(_here.Address, ben.Email);
        await bens.DisposeAsync();
        bens = benHere.Stream(roomId);
        Assert.Equal(["anna", "ben"], await PresentAsync(bens, count: 2));
        var watch = Stopwatch.StartNew();
        await bens.DisposeAsync();

        // The next that is told is the leaving.
        Assert.Equal(["anna"], await PresentAsync(annas));
        Assert.InRange(watch.Elapsed.TotalSeconds, 4.5, 12);
    }

    [Fact]
    public async Task Those_of_a_server_that_stops_are_gone_soon()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var annas = anna.Stream(roomId);
        await using var bens = ben.Stream(roomId);
        Assert.Equal(["anna", "ben"], await PresentAsync(annas, count: 2));

        _there.Dispose();

        await UntilAsync(anna, roomId, users: 1, connections: 1);
        Assert.Equal(["anna"], await PresentAsync(annas));
    }

    [Fact]
    public async Task Who_types_on_one_is_told_on_the_other_and_no_longer_than_ten_seconds_when_the_end_is_lost()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var annas = anna.Stream(roomId);
        await annas.NextAsync("connection_ack");
        _bus.Loses = signal => signal is TypingSignal { StartedAt: null };

        var watch = Stopwatch.StartNew();
        await TypeAsync(ben, roomId, isTyping: true);
        Assert.Equal(1, await TypistsAsync(annas));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await TypeAsync(ben, roomId, isTyping: false);
        Assert.Equal(0, await TypistsAsync(annas));
        Assert.InRange(watch.Elapsed.TotalSeconds, 9.5, 13);
    }

    [Fact]
    public async Task Who_closes_their_last_stream_types_no_more()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var annas = anna.Stream(roomId);
        var bens = ben.Stream(roomId);
        var bensSecond = ben.Stream(roomId);
        await UntilAsync(ben, roomId, users: 2, connections: 3);
        await TypeAsync(ben, roomId, isTyping: true);
        Assert.Equal(1, await TypistsAsync(annas));

        var watch = Stopwatch.StartNew();
        await bensSecond.DisposeAsync();
        await UntilAsync(ben, roomId, users: 2, connections: 2);
        await using var late = anna.Stream(roomId);
        Assert.Equal(1, await TypistsAsync(late));
        await bens.DisposeAsync();

        Assert.Equal(0, await TypistsAsync(annas));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 8);
    }

    [Fact]
    public async Task How_far_somebody_has_read_on_one_is_told_on_the_other()
    {
        var (anna, ben, roomId) = await TwoAsync();
        await using var annas = anna.Stream(roomId);
        await annas.NextAsync("connection_ack");
        await anna.PostAsync(roomId, "one");
        using var read = await ben.Http.PostAsJsonAsync($"/api/chat/rooms/{roomId}/read", new { number = 1 });

        var receipt = await annas.NextAsync("read_receipt");

        Assert.Equal(1, receipt.Json.GetProperty("number").GetInt64());
    }

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<int> TypistsAsync(SseClient stream) =>
        (await stream.NextAsync("typing")).Json.GetProperty("users").GetArrayLength();

    private static async Task TypeAsync(ChatApi person, long roomId, bool isTyping)
    {
        using var answer = await person.Http.PostAsJsonAsync($"/chat/sse/{roomId}/typing", new { is_typing = isTyping });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>The people told next, or with a count the next time that it is so many; by the beginnings of their names.</summary>
    private static async Task<List<string>> PresentAsync(SseClient stream, int? count = null)
    {
        while (true)
        {
            var presence = (await stream.NextAsync("presence")).Json;
            if (presence.GetProperty("count").GetInt32() == (count ?? presence.GetProperty("count").GetInt32()))
            {
                return [.. presence.GetProperty("online").EnumerateArray().Select(p => p.GetProperty("user_name").GetString()!.TrimEnd("0123456789".ToCharArray()))];
            }
        }
    }

    /// <summary>Asks until the numbers are these; the bus has nobody to wait for.</summary>
    private static async Task UntilAsync(ChatApi person, long roomId, int users, int connections)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var status = await person.GetAsync<JsonElement>($"/chat/sse/{roomId}/status");
            var numbers = (status.GetProperty("online_users").GetInt32(), status.GetProperty("connections").GetInt32());
            if (numbers == (users, connections))
            {
                return;
            }

            Assert.True(patience.Elapsed < SseClient.Patience, $"{numbers} instead of {(users, connections)}.");
            await Task.Delay(50);
        }
    }

    private ProgramInside Start() => new(
        services => services.AddSingleton(_bus.Join()),
        ("ConnectionStrings:Chat", $"Data Source={Path.Combine(_folder, "chatweb.db")}"));

    /// <summary>Anna talks to the one server, Ben to the other.</summary>
    private async Task<(ChatApi Anna, ChatApi Ben, long RoomId)> TwoAsync()
    {
        var anna = await ChatApi.RegisterAsync(_here.Address, "anna");
        var ben = await ChatApi.RegisterAsync(_there.Address, "ben");
        var room = await anna.CreateRoomAsync();
        await ben.JoinAsync(room.Id);
        return (anna, ben, room.Id);
    }
}
