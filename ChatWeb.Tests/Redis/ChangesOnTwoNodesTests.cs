using ChatWeb.Tests.Messages.Changes;

namespace ChatWeb.Tests.Redis;

/// <summary>A message is changed on one node while the queue on Redis still has what it said before.</summary>
public sealed class ChangesOnTwoNodesTests : IAsyncLifetime
{
    private const string Secret = "the secret word";

    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Theory]
    [InlineData(10)]
    [InlineData(9_000)] // too long to come with a wake-up
    public async Task Who_resumes_on_another_node_hears_the_present_state_alone(int length)
    {
        using var nodes = await TwoNodes.StartAsync(_redis.Setting);
        var body = $"{Secret} {new string('x', Math.Min(length, 3_900))}";
        await using var live = nodes.OnB.Stream(nodes.Room);
        await live.NextAsync("connection_ack");
        for (var i = 0; i < 5; i++)
        {
            var posted = await nodes.OnA.PostAsync(nodes.Room, body);
            await live.DurableAsync(1);
            var edited = nodes.OnA.EditAsync(nodes.Room, posted.Id, $"{body} again");
            await Task.WhenAll(edited, i % 2 == 0 ? nodes.OnB.DeleteAsync(nodes.Room, posted.Id) : nodes.OnA.DeleteAsync(nodes.Room, posted.Id)).ContinueWith(_ => { }, TaskScheduler.Default);
            await nodes.OnB.DeleteAsync(nodes.Room, posted.Id);

            foreach (var way in new[] { nodes.OnA, nodes.OnB })
            {
                await using var resumed = way.Stream(nodes.Room, lastEventId: $"{posted.Seq - 1}");
                var head = (await resumed.NextAsync("connection_ack")).Json.GetProperty("head").GetInt64();
                Assert.All(await resumed.DurableAsync((int)(head - posted.Seq + 1)), e => Assert.DoesNotContain(Secret, e.Data, StringComparison.Ordinal));
            }
        }
    }
}
