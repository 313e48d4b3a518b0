using ChatWeb.Streaming;
using ChatWeb.Streaming.Signals;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Signals;

/// <summary>Several processes' presence on one bus, in a time that passes when it is told to.</summary>
internal sealed class PresenceNodes : TimeProvider
{
    private readonly List<Node> _nodes = [];
    private DateTimeOffset _now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    public SharedBus Bus { get; } = new();

    public override DateTimeOffset GetUtcNow() => _now;

    public static StreamUser Somebody(string name = "Somebody") => new(Guid.NewGuid(), Guid.NewGuid(), name);

    public Node Start()
    {
        var node = new Node(Bus.Join(), this);
        _nodes.Add(node);
        return node;
    }

    /// <summary>The process is gone, without a word.</summary>
    public void Kill(Node node)
    {
        Bus.Cut(node.Bus);
        _nodes.Remove(node);
    }

    /// <summary>The process ends as it should.</summary>
    public async Task StopAsync(Node node)
    {
        await node.Exchange.StopAsync(CancellationToken.None);
        Kill(node);
    }

    /// <summary>Seconds pass, with a sweep of every process in each.</summary>
    public async Task PassAsync(int seconds)
    {
        for (; seconds > 0; seconds--)
        {
            _now += TimeSpan.FromSeconds(1);
            foreach (var node in _nodes)
            {
                node.Told.AddRange(node.Board.TakeDue(_now));
                await node.Exchange.SweepAsync(new SweepMoment(0, 0, _now), CancellationToken.None);
            }
        }
    }

    internal sealed class Node
    {
        public Node(IRoomBus bus, TimeProvider time)
        {
            Bus = bus;
            Board = new PresenceBoard(bus, time);
            Exchange = new PresenceExchange(bus, Board, time);
        }

        public IRoomBus Bus { get; }

        public PresenceBoard Board { get; }

        public PresenceExchange Exchange { get; }

        /// <summary>Rooms whose listeners were told who is there, as often as they were.</summary>
        public List<long> Told { get; } = [];

        public int Here(long roomId) => Board.Read(roomId).Count;
    }
}
