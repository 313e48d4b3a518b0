using System.Globalization;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

public sealed class StreamRaceTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    [Fact]
    public async Task Listeners_that_come_and_go_hundreds_of_times_while_others_write_miss_and_repeat_nothing()
    {
        const int Listeners = 4;
        const int Rounds = 75;
        using var writer = await ChatApi.RegisterAsync(fixture.Server);
        var room = await writer.CreateRoomAsync();
        using var done = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => WriteAsync(writer, room.Id, done.Token)));

        var heard = await Task.WhenAll(Enumerable.Range(0, Listeners).Select(seed => ListenAsync(writer, room.Id, Rounds, new Random(seed))));
        await done.CancelAsync();
        await writing;

        foreach (var ids in heard)
        {
            Assert.True(ids.Count >= Rounds, $"{ids.Count} events in {Rounds} rounds");
            Assert.Equal(Enumerable.Range(0, ids.Count).Select(i => ids[0] + i), ids);
        }
    }

    private static async Task WriteAsync(ChatApi writer, long roomId, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await writer.PostAsync(roomId, "x");
        }
    }

    /// <summary>Opens the stream again and again where the last one ended; the first is open from now on.</summary>
    private static async Task<List<long>> ListenAsync(ChatApi listener, long roomId, int rounds, Random random)
    {
        var ids = new List<long>();
        for (var round = 0; round < rounds; round++)
        {
            var last = ids.Count == 0 ? null : ids[^1].ToString(CultureInfo.InvariantCulture);
            await using var stream = listener.Stream(roomId, random.Next(2) == 0 ? "?format=json" : "", last);
            var head = (await stream.NextAsync("connection_ack")).Json.GetProperty("head").GetInt64();
            var events = await stream.DurableAsync(random.Next(1, 4));
            if (last is null)
            {
                Assert.Equal(head + 1, events[0].Id);
            }

            Assert.DoesNotContain(events, e => e.Name == "reset");
            ids.AddRange(events.Select(e => e.Id!.Value));
        }

        return ids;
    }
}
