using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>
/// A room in a cluster in which somebody writes all the time, by each of several ways (nodes, or nginx), and clients
/// follow by each; and what must hold of all they got, whatever happened meanwhile.
/// </summary>
internal sealed class RoomTraffic : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly CancellationTokenSource _enough = new();
    private readonly IReadOnlyList<ClusterNode> _nodes;
    private readonly List<ChatApi> _ways = [];
    private readonly List<Follower> _followers = [];
    private readonly List<StubbornWriter> _writers = [];
    private readonly List<Task> _writing = [];
    private readonly List<WireMessage> _said = [];

    private RoomTraffic(IReadOnlyList<ClusterNode> nodes) => _nodes = nodes;

    public long Room { get; private set; }

    /// <summary>The same person by each way.</summary>
    public IReadOnlyList<ChatApi> Ways => _ways;

    /// <summary>As many by the first way as by the next, in their order.</summary>
    public IReadOnlyList<Follower> Followers => _followers;

    public IReadOnlyList<StubbornWriter> Writers => _writers;

    /// <summary>The longest that a client was without a stream.</summary>
    public TimeSpan LongestGap => _followers.Max(follower => follower.LongestGap);

    /// <summary>How long requests took that were not refused.</summary>
    public IReadOnlyList<TimeSpan> Took => [.. _writers.SelectMany(writer => writer.Took).Order()];

    /// <summary>The longest that a message had to be repeated.</summary>
    public TimeSpan LongestPost => _writers.SelectMany(writer => writer.Waits).Max();

    /// <param name="cluster">Where.</param>
    /// <param name="ways">By which addresses; null for one to each node.</param>
    /// <param name="followers">By each way.</param>
    /// <param name="writers">By each way; one whose way fails goes on by the next.</param>
    public static async Task<RoomTraffic> StartAsync(ChatCluster cluster, IReadOnlyList<Uri>? ways = null, int followers = 5, int writers = 1)
    {
        var traffic = new RoomTraffic(cluster.Nodes);
        ways ??= [.. cluster.Nodes.Select(node => node.Address)];
        traffic._ways.Add(await ChatApi.RegisterAsync(ways[0]));
        traffic.Room = (await traffic._ways[0].CreateRoomAsync()).Id;
        foreach (var way in ways.Skip(1))
        {
            traffic._ways.Add(await ChatApi.SignInAsync(way, traffic._ways[0].Email));
        }

        foreach (var way in traffic._ways)
        {
            await traffic.SayAsync(way); // the first post of a process takes its time, and nothing is wrong with that
        }

        traffic._followers.AddRange(traffic._ways.SelectMany(way => Enumerable.Range(0, followers).Select(_ => Follower.Start(way, traffic.Room))));
        await Task.WhenAll(traffic._followers.Select(follower => follower.Connected));
        for (var way = 0; way < ways.Count; way++)
        {
            List<ChatApi> thisFirst = [.. traffic._ways.Skip(way), .. traffic._ways.Take(way)];
            traffic._writers.AddRange(Enumerable.Range(0, writers).Select(_ => new StubbornWriter(thisFirst, traffic.Room)));
        }

        traffic._writing.AddRange(traffic._writers.Select(writer => writer.SayUntilAsync(traffic._enough.Token, Pause)));
        await traffic.HearMoreAsync();
        return traffic;
    }

    /// <summary>Those that follow by one way.</summary>
    public IEnumerable<Follower> FollowersBy(int way) => _followers.Chunk(_followers.Count / _ways.Count).ElementAt(way);

    /// <summary>Waits until clients have all that was said so far, and some more.</summary>
    /// <param name="who">Null for all.</param>
    public async Task HearMoreAsync(IEnumerable<Follower>? who = null)
    {
        var said = _said.Count + _writers.Sum(writer => writer.Acknowledged.Count);
        await Task.WhenAll((who ?? _followers).Select(follower => follower.ReachAsync(said + 20, SseClient.Patience * 2)));
    }

    /// <summary>Says one thing more, by one way.</summary>
    public async Task<WireMessage> SayAsync(ChatApi way)
    {
        var message = await way.PostAsync(Room, "said besides");
        _said.Add(message);
        return message;
    }

    /// <summary>
    /// Ends the writing and looks at it: what was acknowledged is what is there, each once and without a gap, and each
    /// client that followed got just that in order, as does a new one on every node.
    /// </summary>
    public async Task EndWholeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_writing).WaitAsync(SseClient.Patience);
        var acknowledged = _writers.SelectMany(writer => writer.Acknowledged).Concat(_said).OrderBy(message => message.Seq).ToList();
        Assert.Equal(Enumerable.Range(1, acknowledged.Count).Select(seq => (long)seq), acknowledged.Select(message => message.Seq));

        foreach (var node in _nodes)
        {
            using var there = await ChatApi.SignInAsync(node.Address, _ways[0].Email);
            Assert.Equal(acknowledged.Count, (await there.RoomAsync(Room)).Head);
            var late = Follower.Start(there, Room);
            await late.ReachAsync(acknowledged.Count);
            await late.DisposeAsync();
            IsJust(acknowledged, late);
        }

        await Follower.AllHaveEverythingAsync(_followers, acknowledged.Count, SseClient.Patience * 2);
        Assert.All(_followers, follower => IsJust(acknowledged, follower));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{acknowledged.Count} messages; longest without a stream {LongestGap.TotalMilliseconds:0} ms, longest post {LongestPost.TotalMilliseconds:0} ms, its last try {Took[^1].TotalMilliseconds:0} ms.");
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Follower.StopAllAsync(_followers);
        await Task.WhenAny(Task.WhenAll(_writing), Task.Delay(SseClient.Patience));
        _ways.ForEach(way => way.Dispose());
        _enough.Dispose();
    }

    private static void IsJust(IEnumerable<WireMessage> messages, Follower follower) => Assert.Equal(
        messages.Select(message => (message.Seq, message.Id)),
        follower.Heard.Select(heard => (heard.Id, JsonDocument.Parse(heard.Data).RootElement.GetProperty("message").GetProperty("id").GetInt64())));
}
