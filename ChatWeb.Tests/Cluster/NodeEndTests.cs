using System.Net;
using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Tests.Cluster;

/// <summary>What becomes of a cluster when a node ends.</summary>
public sealed class NodeEndTests
{
    private const string Taken = "This node does the work 'sessions' now.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_work_of_a_killed_node_is_anothers_when_its_lease_has_run_out()
    {
        await using var cluster = await ChatCluster.StartAsync(nodes: 2);
        await WaitForAsync(() => cluster.Nodes.Any(Works));
        var holder = cluster.Nodes.Single(Works);
        var other = cluster.Nodes.Single(node => node != holder);

        await holder.KillAsync();
        Assert.False(Works(other));
        await RunOutAsync(cluster.DatabaseFile);

        await WaitForAsync(() => Works(other));
        await holder.StartAsync();
        using var http = new HttpClient { BaseAddress = holder.Address };
        Assert.Equal("OK", (await http.GetAsync("/health/ready")).StatusCode.ToString());
        Assert.Single(holder.Output.Split('\n'), line => line.Contains(Taken, StringComparison.Ordinal)); // in its first life
    }

    [Fact]
    public async Task One_node_after_the_other_is_restarted_and_people_notice_a_goodbye_at_most()
    {
        await using var cluster = await ChatCluster.StartAsync(nodes: 2);
        using var person = await ChatApi.RegisterAsync(cluster.Address);
        var room = await person.CreateRoomAsync();
        using var stop = new CancellationTokenSource();
        var asking = AskAsync(cluster.Address, stop.Token);

        foreach (var node in cluster.Nodes)
        {
            using var api = await ChatApi.SignInAsync(node.Address, person.Email);
            await using var stream = api.Stream(room.Id);
            await stream.NextAsync("connection_ack");

            Assert.InRange(await node.StopAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(10));
            Assert.Equal("shutdown", (await stream.NextAsync("bye")).Json.GetProperty("reason").GetString());

            await using var again = person.Stream(room.Id); // through nginx, to the other
            await again.NextAsync("connection_ack");
            await node.StartAsync();
            await Task.Delay(TimeSpan.FromSeconds(3)); // the sample's fail_timeout, of whose end nginx tells nobody
        }

        await stop.CancelAsync();
        var answers = await asking;
        Assert.True(answers.Count > 10);
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    private static bool Works(ClusterNode node) => node.Output.Contains(Taken, StringComparison.Ordinal);

    /// <summary>Asks for a page all the time.</summary>
    private static async Task<List<HttpStatusCode>> AskAsync(Uri server, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = server };
        var answers = new List<HttpStatusCode>();
        while (!stop.IsCancellationRequested)
        {
            using var answer = await http.GetAsync("/account/sign-in", CancellationToken.None);
            answers.Add(answer.StatusCode);
        }

        return answers;
    }

    /// <summary>Half a minute goes by for the lease.</summary>
    private static async Task RunOutAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE Leases SET ExpiresAt = ExpiresAt - {TimeSpan.FromSeconds(30).Ticks} WHERE Name = 'sessions'";
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
