using System.Diagnostics;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>The broadcast queue's cache fails in every way we know: nobody loses anything, and writers hardly notice.</summary>
public sealed class BadCacheTests
{
    private const int Clients = 10;
    private const int Messages = 40;

    /// <summary>Far below the fault's 500 ms; the usual post takes a few.</summary>
    private static readonly TimeSpan QuickAnswer = TimeSpan.FromMilliseconds(250);

    /// <summary>The cache gets 100 ms to take an entry and 100 ms to give it; then comes the database.</summary>
    private static readonly TimeSpan SoonHeard = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData(CacheFault.Throws)]
    [InlineData(CacheFault.LosesEverySecond)]
    [InlineData(CacheFault.Slow)]
    [InlineData(CacheFault.Hangs)]
    [InlineData(CacheFault.Lies)]
    public async Task Everybody_hears_everything_once_and_soon_and_posting_stays_quick(CacheFault fault)
    {
        using var program = new ProgramInside(
            services => services.Replace(ServiceDescriptor.Singleton<IDistributedCache>(new HostileCache(fault))),
            ("Chat:Posting:Messages", "1000000"));
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        var followers = await Follower.StartManyAsync(Clients, person, room);
        await person.PostAsync(room, "the first, which warms up");
        await followers[0].ReachAsync(1);

        var acknowledged = new List<long>();
        var took = new List<TimeSpan>();
        for (var i = 0; i < Messages; i++)
        {
            var watch = Stopwatch.StartNew();
            await person.PostAsync(room, $"message {i}");
            took.Add(watch.Elapsed);
            acknowledged.Add(Stopwatch.GetTimestamp());
        }

        await Follower.AllHaveEverythingAsync(followers, Messages + 1);
        Assert.True(Median(took) < QuickAnswer, $"Posts took {string.Join(", ", took.Select(t => $"{t.TotalMilliseconds:0}"))} ms.");
        var late = followers
            .SelectMany(follower => follower.Heard.Skip(1).Zip(acknowledged, (heard, at) => Stopwatch.GetElapsedTime(at, heard.At)))
            .ToList();
        Assert.True(late.Max() < SoonHeard, $"An event came {late.Max().TotalMilliseconds:0} ms after its sender's answer.");
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
