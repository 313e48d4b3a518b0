using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>A deployment: the process is asked to stop (SIGTERM) with many streams open, and started again.</summary>
public sealed class ShutdownTests
{
    private const int Clients = 500;
    private const int Writers = 2;

    [Fact]
    public async Task Everybody_hears_goodbye_comes_back_spread_out_and_has_everything_once()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"), ("Chat__Stream__MaxPerUser", "1000"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        var followers = await Follower.StartManyAsync(Clients, person, room);
        var writers = StubbornWriter.Several(Writers, person, room);
        using var enough = new CancellationTokenSource();
        var writing = writers.ConvertAll(writer => writer.SayUntilAsync(enough.Token, TimeSpan.FromMilliseconds(50)));
        await Task.WhenAll(followers.Select(follower => follower.ReachAsync(5)));

        var took = await server.StopAsync();
        await server.StartAsync();
        await Task.WhenAll(writers.Select(writer => writer.SayAsync(5)));
        await enough.CancelAsync();
        await Task.WhenAll(writing).WaitAsync(SseClient.Patience);

        await Follower.AllHaveEverythingAsync(followers, writers.Sum(writer => writer.Acknowledged.Count), TimeSpan.FromSeconds(30));
        Assert.True(took < ChatServer.StopLimit, $"Stopping took {took}.");
        var byes = followers.Select(follower => Assert.Single(follower.Byes)).ToList();
        Assert.All(byes, bye => Assert.Equal("shutdown", bye.Reason));
        Assert.All(byes, bye => Assert.InRange(bye.RetryMilliseconds, 100, 10_000));

        // They do not all meet the server in the moment it is back.
        var (first, last) = (byes.Min(bye => bye.RetryMilliseconds), byes.Max(bye => bye.RetryMilliseconds));
        Assert.True(last - first > 500, $"They come back {first} to {last} ms later.");
        Assert.True(byes.Select(bye => bye.RetryMilliseconds).Distinct().Count() > Clients / 2);
    }
}
