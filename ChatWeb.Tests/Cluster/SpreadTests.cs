using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>People spread over three nodes by nginx are in one room.</summary>
[Collection(nameof(ThreeNodesWithRedis))]
public sealed class SpreadTests(ThreeNodesWithRedis three)
{
    private ChatCluster Cluster => three.Cluster;

    [Fact]
    public async Task Everybody_is_told_live_of_messages_typing_presence_and_reading_on_every_node()
    {
        var people = new List<ChatApi> { await ChatApi.RegisterAsync(Cluster.Address) };
        var room = (await people[0].CreateRoomAsync()).Id;
        var streams = new List<SseClient>();
        try
        {
            for (var i = 0; i < three.Nodes.Count; i++)
            {
                if (i > 0)
                {
                    people.Add(await ChatApi.RegisterAsync(Cluster.Address));
                    await people[i].JoinAsync(room);
                }

                streams.Add(people[i].Stream(room));
                await streams[i].NextAsync("connection_ack");
            }

            var nodes = await Task.WhenAll(streams.Select(async stream => (await stream.Answer).Headers.GetValues(RedisCluster.NodeHeader).Single()));
            Assert.Equal(three.Nodes.Select(node => node.Address.Authority).Order(), nodes.Order()); // nginx spreads them
            await Task.WhenAll(streams.Select(stream => CountAsync(stream, "presence", "online", people.Count)));
            foreach (var (person, reader) in people.Zip([.. people.Skip(1), people[0]]))
            {
                var said = await person.PostAsync(room, "to all");
                Assert.All(await Task.WhenAll(streams.Select(stream => stream.DurableAsync(1))), heard => Assert.Equal(said.Seq, heard[0].Id));

                await TellAsync(person, $"/chat/sse/{room}/typing", new { is_typing = true });
                await Task.WhenAll(streams.Select(stream => CountAsync(stream, "typing", "users", 1)));
                await TellAsync(person, $"/chat/sse/{room}/typing", new { is_typing = false });
                await Task.WhenAll(streams.Select(stream => CountAsync(stream, "typing", "users", 0)));

                await TellAsync(reader, $"/api/chat/rooms/{room}/read", new { number = said.Number });
                await Task.WhenAll(streams.Select(stream => ReadByAnotherAsync(stream, said)));
            }
        }
        finally
        {
            await Task.WhenAll(streams.Select(stream => stream.DisposeAsync().AsTask()));
            people.ForEach(person => person.Dispose());
        }
    }

    [Fact]
    public async Task All_nodes_post_into_one_room_and_its_sequence_has_no_gap()
    {
        Uri[] ways = [.. three.Nodes.Select(node => node.Address), Cluster.Address];
        await using var traffic = await RoomTraffic.StartAsync(Cluster, ways, followers: 5, writers: 2);
        for (var i = 0; i < 5; i++)
        {
            await traffic.HearMoreAsync();
        }

        await traffic.EndWholeAsync();
        Assert.All(traffic.Followers, follower => Assert.Equal(1, follower.Openings));
        Assert.All(traffic.Writers, writer => Assert.Empty(writer.Problems));
        Assert.InRange(traffic.LongestPost, TimeSpan.Zero, TimeSpan.FromSeconds(1)); // though all write one file
    }

    /// <summary>Reads until a list that is told has so many in it.</summary>
    private static async Task CountAsync(SseClient stream, string name, string list, int count)
    {
        while ((await stream.NextAsync(name)).Json.GetProperty(list).GetArrayLength() != count)
        {
        }
    }

    /// <summary>Reads until somebody else than its writer is told to have read it; the writer has at once.</summary>
    private static async Task ReadByAnotherAsync(SseClient stream, WireMessage message)
    {
        while (true)
        {
            var receipt = (await stream.NextAsync("read_receipt")).Json;
            if (receipt.GetProperty("user_uuid").GetGuid() != message.SenderUuid && receipt.GetProperty("number").GetInt64() == message.Number)
            {
                return;
            }
        }
    }

    private static async Task TellAsync(ChatApi person, string path, object what)
    {
        using var answer = await person.Http.PostAsJsonAsync(path, what);
        answer.EnsureSuccessStatusCode();
    }
}
