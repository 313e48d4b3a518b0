using System.Diagnostics;
using System.Globalization;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>Readers that stop reading cost nobody else anything, and the server neither memory nor patience.</summary>
public sealed class StalledReaderTests
{
    private const int Stalled = 20;
    private const int Readers = 10;

    /// <summary>About 100 KB as an event: 150 of them are far more than a system's buffers and a subscriber's bound.</summary>
    private static readonly string Long = string.Concat(Enumerable.Repeat("😀", 4_000));

    private const int Messages = 150;

    /// <summary>Ten seconds for a flush, a second for the sweep, and some for a busy machine.</summary>
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Nobody_else_is_slower_for_them_the_memory_is_bounded_and_they_are_gone_within_fifteen_seconds()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"), ("Chat__Stream__MaxPerUser", "1000"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        var stalled = new List<StuckClient>();
        for (var i = 0; i < Stalled; i++)
        {
            stalled.Add(await StuckClient.OpenAsync(server, person, $"/chat/sse/{room}?format=json"));
        }

        var readers = await Follower.StartManyAsync(Readers, person, room);
        var acknowledged = new List<long>();
        var before = ResidentMegabytes(server);
        for (var i = 0; i < Messages; i++)
        {
            await person.PostAsync(room, Long);
            acknowledged.Add(Stopwatch.GetTimestamp());
        }

        var began = Stopwatch.StartNew();
        await Follower.AllHaveEverythingAsync(readers, Messages);
        var grown = ResidentMegabytes(server) - before;
        await Task.WhenAll(stalled.Select(client => client.IsCutOffAsync()));

        Assert.True(began.Elapsed < GoneWithin, $"The stalled ones were gone after {began.Elapsed}.");
        var late = readers
            .SelectMany(reader => reader.Heard.Zip(acknowledged, (heard, at) => Stopwatch.GetElapsedTime(at, heard.At)))
            .Order()
            .ToList();
        Assert.True(late[late.Count * 95 / 100] < TimeSpan.FromSeconds(1), $"95 of 100 events came within {late[late.Count * 95 / 100]}.");
        Assert.All(readers, reader => Assert.Equal(1, reader.Openings));

        // Unbounded, they would hold 20 × 15 MB; bounded, 20 × 1 MB and what the collector leaves lying.
        Assert.True(grown < 200, $"The process grew by {grown} MB.");
        stalled.ForEach(client => client.Dispose());
    }

    /// <summary>What of the process is in memory (VmRSS).</summary>
    private static long ResidentMegabytes(ChatServer server)
    {
        var line = File.ReadLines($"/proc/{server.ProcessId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
