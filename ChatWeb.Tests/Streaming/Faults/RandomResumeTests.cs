using System.Globalization;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>Clients that come back with any old id, again and again, while others write.</summary>
public sealed class RandomResumeTests
{
    private const int Clients = 6;
    private const int Rounds = 40;
    private const int Writers = 2;

    [Fact]
    public async Task From_whatever_id_they_get_what_follows_it_without_a_gap_and_always_the_same()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"), ("Chat__Stream__MaxPerUser", "1000"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        using var enough = new CancellationTokenSource();
        var writers = StubbornWriter.Several(Writers, person, room);
        await Task.WhenAll(writers.Select(writer => writer.SayAsync(150)));
        var writing = writers.ConvertAll(writer => writer.SayUntilAsync(enough.Token, TimeSpan.FromMilliseconds(5)));
        await using var throughout = Follower.Start(person, room);

        var heard = await Task.WhenAll(Enumerable.Range(0, Clients).Select(seed => ComeAndGoAsync(person, room, throughout, new Random(seed))));
        await enough.CancelAsync();
        await Task.WhenAll(writing);
        var head = (await person.RoomAsync(room)).Head;
        await throughout.ReachAsync(head);

        throughout.HasAllUpTo(head);
        var told = throughout.Heard;
        Assert.All(heard.SelectMany(client => client), e => Assert.Equal(told[(int)e.Id!.Value - 1].Data, e.Data));
    }

    private static async Task<List<SseEvent>> ComeAndGoAsync(ChatApi person, long room, Follower throughout, Random random)
    {
        var all = new List<SseEvent>();
        for (var round = 0; round < Rounds; round++)
        {
            var after = random.NextInt64(throughout.Heard.Count + 1);
            var events = round % 4 == 3 ? await PollAsync(person, room, after) : await StreamAsync(person, room, after, random.Next(1, 300));
            Assert.Equal(Enumerable.Range(1, events.Count).Select(i => after + i), events.Select(e => e.Id!.Value));
            Assert.DoesNotContain(events, e => e.Name == "reset");
            all.AddRange(events);
        }

        return all;
    }

    private static async Task<List<SseEvent>> StreamAsync(ChatApi person, long room, long after, int most)
    {
        await using var stream = person.Stream(room, lastEventId: after.ToString(CultureInfo.InvariantCulture));
        var head = (await stream.NextAsync("connection_ack")).Json.GetProperty("head").GetInt64();

        // Some leave in the middle of the replay, some have heard what came live.
        return await stream.DurableAsync((int)Math.Min(most, head - after + 2));
    }

    private static async Task<List<SseEvent>> PollAsync(ChatApi person, long room, long after)
    {
        var answer = await person.GetAsync<JsonElement>($"/chat/poll/{room}?after={after}&wait=5");
        return [.. answer.GetProperty("events").EnumerateArray().Select(e =>
            new SseEvent(e.GetProperty("seq").GetInt64(), e.GetProperty("type").GetString()!, e.GetRawText()))];
    }
}
