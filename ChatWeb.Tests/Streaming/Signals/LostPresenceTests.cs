using ChatWeb.Streaming;

namespace ChatWeb.Tests.Streaming.Signals;

/// <summary>Presence over several processes, while the bus loses, repeats and reorders what they say.</summary>
public sealed class LostPresenceTests
{
    private const int Rooms = 40;

    private readonly PresenceNodes _nodes = new();
    private readonly Random _random = new(65);
    private readonly List<(PresenceNodes.Node Node, long RoomId, StreamUser User)> _open = [];

    [Theory]
    [InlineData(0.3, false)]
    [InlineData(0.3, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task What_was_lost_is_right_with_the_next_telling_of_all(double loss, bool disorders)
    {
        List<PresenceNodes.Node> nodes = [_nodes.Start(), _nodes.Start(), _nodes.Start()];
        (_nodes.Bus.Loss, _nodes.Bus.Disorders) = (loss, disorders);
        for (var second = 0; second < 90; second++)
        {
            ComeAndGo(nodes);
            await _nodes.PassAsync(1);
        }

        (_nodes.Bus.Loss, _nodes.Bus.Disorders) = (0, false);
        await _nodes.PassAsync(30); // the grace of the last, and a turn

        AssertAllKnow(nodes);
    }

    [Fact]
    public async Task What_is_lost_and_out_of_order_all_the_time_is_right_some_turns_later()
    {
        List<PresenceNodes.Node> nodes = [_nodes.Start(), _nodes.Start(), _nodes.Start()];
        (_nodes.Bus.Loss, _nodes.Bus.Disorders) = (0.3, true);
        for (var second = 0; second < 30; second++)
        {
            ComeAndGo(nodes);
            await _nodes.PassAsync(1);
        }

        await _nodes.PassAsync(200);

        AssertAllKnow(nodes);
    }

    [Fact]
    public async Task A_process_that_lives_is_not_taken_for_dead_because_much_is_lost()
    {
        var (here, there) = (_nodes.Start(), _nodes.Start());
        here.Board.Enter(1, PresenceNodes.Somebody());
        await _nodes.PassAsync(2);
        _nodes.Bus.Loss = 0.3;

        await _nodes.PassAsync(3_600);

        Assert.Equal([1], there.Told);
    }

    [Fact]
    public async Task What_a_process_said_before_it_stopped_does_not_bring_it_back()
    {
        var (here, there) = (_nodes.Start(), _nodes.Start());
        var said = new List<BusSignal>();
        there.Bus.Signalled += said.Add;
        here.Board.Enter(1, PresenceNodes.Somebody());
        await _nodes.PassAsync(2);
        await _nodes.StopAsync(here);
        var line = _nodes.Bus.Join();
        foreach (var signal in said.ToList())
        {
            await line.PublishAsync(signal);
        }

        await _nodes.PassAsync(8);

        Assert.Equal((0, 0), there.Board.Count(1));
        Assert.Equal(0, there.Here(1));
    }

    private void ComeAndGo(List<PresenceNodes.Node> nodes)
    {
        for (var i = 0; i < 10; i++)
        {
            var known = _open.Count > 0 && _random.Next(3) == 0 ? _open[_random.Next(_open.Count)].User : PresenceNodes.Somebody();
            var came = (Node: nodes[_random.Next(nodes.Count)], RoomId: (long)_random.Next(1, Rooms), User: known);
            came.Node.Board.Enter(came.RoomId, came.User);
            _open.Add(came);
        }

        while (_open.Count > 300)
        {
            var at = _random.Next(_open.Count);
            _open[at].Node.Board.Leave(_open[at].RoomId, _open[at].User);
            _open.RemoveAt(at);
        }
    }

    private void AssertAllKnow(List<PresenceNodes.Node> nodes)
    {
        foreach (var (node, roomId) in nodes.SelectMany(node => Enumerable.Range(1, Rooms).Select(room => (node, (long)room))))
        {
            var there = _open.Where(open => open.RoomId == roomId).ToList();
            var people = there.Select(open => open.User.UserId).Distinct().Order();
            Assert.Equal((people.Count(), there.Count), node.Board.Count(roomId));
            Assert.Equal(people, node.Board.Read(roomId).Listed.Select(person => person.UserUuid).Order());
        }
    }
}
