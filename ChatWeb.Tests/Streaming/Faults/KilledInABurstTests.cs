using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>The process is killed (SIGKILL) in the middle of a burst of posts, and started again.</summary>
public sealed class KilledInABurstTests
{
    private const int Clients = 50;
    private const int Writers = 4;
    private const int Kills = 2;

    [Fact]
    public async Task Fifty_clients_that_come_back_have_everything_once_and_nothing_acknowledged_is_lost_or_doubled()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"), ("Chat__Stream__MaxPerUser", "1000"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        var followers = await Follower.StartManyAsync(Clients, person, room);
        var writers = StubbornWriter.Several(Writers, person, room);
        using var enough = new CancellationTokenSource();
        var writing = writers.ConvertAll(writer => writer.SayUntilAsync(enough.Token));

        for (var kill = 0; kill < Kills; kill++)
        {
            // Somewhere in the burst: some clients have more of it than others.
            await followers[0].ReachAsync((followers[0].Heard is [.., var last] ? last.Id : 0) + 60);
            server.Kill();
            await server.StartAsync();
        }

        await followers[0].ReachAsync(followers[0].Heard[^1].Id + 60);
        await enough.CancelAsync();
        await Task.WhenAll(writing).WaitAsync(SseClient.Patience);

        var acknowledged = writers.SelectMany(writer => writer.Acknowledged).ToList();
        await Follower.AllHaveEverythingAsync(followers, acknowledged.Count);
        Assert.Equal(Enumerable.Range(1, acknowledged.Count).Select(i => (long)i), acknowledged.Select(message => message.Seq).Order());
        Assert.All(followers, follower => Assert.True(follower.Openings > Kills));
        Assert.Equal(acknowledged.Count, (await person.RoomAsync(room)).Head);
        Assert.Equal(
            acknowledged.OrderBy(message => message.Seq).Select(message => message.Id),
            followers[0].Heard.Select(e => System.Text.Json.JsonDocument.Parse(e.Data).RootElement.GetProperty("message").GetProperty("id").GetInt64()));
    }
}
