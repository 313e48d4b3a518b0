using ChatWeb.Streaming;

namespace ChatWeb.Tests.Streaming.Signals;

/// <summary>Presence over several processes, while the bus carries what it is given.</summary>
public sealed class PresenceExchangeTests
{
    private const long Room = 7;

    private readonly PresenceNodes _nodes = new();
    private readonly PresenceNodes.Node _here;
    private readonly PresenceNodes.Node _there;
    private readonly StreamUser _mina = PresenceNodes.Somebody("Mina");

    public PresenceExchangeTests() => (_here, _there) = (_nodes.Start(), _nodes.Start());

    [Fact]
    public async Task Who_enters_and_leaves_is_seen_by_the_others_within_seconds()
    {
        _here.Board.Enter(Room, _mina);
        await _nodes.PassAsync(2);

        Assert.Equal("Mina", Assert.Single(_there.Board.Read(Room).Listed).UserName);
        Assert.Equal((1, 1), _there.Board.Count(Room));
        Assert.Equal([Room], _there.Told);

        _here.Board.Leave(Room, _mina);
        await _nodes.PassAsync(5);
        Assert.Equal((1, 1), (_here.Here(Room), _there.Here(Room)));
        Assert.Equal(0, _there.Board.Count(Room).Connections);
        await _nodes.PassAsync(3);
        Assert.Equal((0, 0), (_here.Here(Room), _there.Here(Room)));
        Assert.Equal([Room, Room], _there.Told);
    }

    [Fact]
    public async Task Somebody_on_two_processes_is_one_person_with_the_connections_of_both()
    {
        var left = new List<Guid>();
        _here.Board.LastLeft += (_, userId) => left.Add(userId);
        _here.Board.Enter(Room, _mina);
        await _nodes.PassAsync(2);
        _there.Board.Enter(Room, _mina);
        _there.Board.Enter(Room, _mina);
        await _nodes.PassAsync(2);

        foreach (var node in new[] { _here, _there })
        {
            Assert.Equal((1, 3), node.Board.Count(Room));
            Assert.Equal(1, node.Here(Room));
            Assert.Equal([Room], node.Told);
        }

        _here.Board.Leave(Room, _mina);
        await _nodes.PassAsync(30);
        Assert.Equal((1, 2), _here.Board.Count(Room));
        Assert.Equal((1, 2), _there.Board.Count(Room));
        Assert.Empty(left);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Going_to_another_process_is_no_leaving_and_no_coming(int seconds)
    {
        var third = _nodes.Start();
        _here.Board.Enter(Room, _mina);
        await _nodes.PassAsync(3);

        _here.Board.Leave(Room, _mina);
        await _nodes.PassAsync(seconds);
        _there.Board.Enter(Room, _mina);
        await _nodes.PassAsync(60);

        foreach (var node in new[] { _here, _there, third })
        {
            Assert.Equal([Room], node.Told);
            Assert.Equal((1, 1), node.Board.Count(Room));
        }
    }

    [Fact]
    public async Task The_people_of_a_process_that_dies_are_gone_within_65_seconds()
    {
        for (var i = 0; i < 500; i++)
        {
            _here.Board.Enter(1 + (i % 20), PresenceNodes.Somebody());
        }

        _there.Board.Enter(3, _mina);
        await _nodes.PassAsync(40);
        Assert.Equal((26, 26), (_there.Here(3), _there.Board.Count(3).Connections));

        _nodes.Kill(_here);
        await _nodes.PassAsync(50);
        Assert.Equal(26, _there.Here(3));
        await _nodes.PassAsync(14);
        Assert.Equal((1, 1), _there.Board.Count(3));
        Assert.Equal((0, 0), _there.Board.Count(4));
        Assert.Equal(2, _there.Told.Count(room => room == 4));
    }

    [Fact]
    public async Task A_process_that_stops_takes_its_connections_along_and_its_people_unless_they_come_back()
    {
        var noah = PresenceNodes.Somebody("Noah");
        _here.Board.Enter(Room, _mina);
        _here.Board.Enter(Room, noah);
        await _nodes.PassAsync(2);

        await _nodes.StopAsync(_here);
        Assert.Equal(0, _there.Board.Count(Room).Connections);
        _there.Board.Enter(Room, _mina);
        await _nodes.PassAsync(8);

        Assert.Equal("Mina", Assert.Single(_there.Board.Read(Room).Listed).UserName);
        Assert.Equal([Room, Room], _there.Told);
    }

    [Fact]
    public async Task A_new_process_learns_all_at_once_though_nobody_asks()
    {
        for (var i = 0; i < 3_000; i++)
        {
            _here.Board.Enter(1 + (i % 30), PresenceNodes.Somebody());
        }

        await _nodes.PassAsync(22); // a turn of telling everything has just ended
        var third = _nodes.Start();
        await _nodes.PassAsync(6);

        Assert.All(Enumerable.Range(1, 30), room => Assert.Equal((100, 100), third.Board.Count(room)));
    }

    [Fact]
    public async Task Ten_thousand_people_go_out_in_small_signals_and_the_whole_of_them_in_no_burst()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _here.Board.Enter(i < 5_000 ? Room : 1_000 + i, PresenceNodes.Somebody($"Somebody with a longer name {i}"));
        }

        await _nodes.PassAsync(2);
        Assert.Equal(5_000, _there.Here(Room));
        Assert.InRange(_nodes.Bus.Said.Max(said => said.Length), 1, 40_000);

        await _nodes.PassAsync(40);
        var inASecond = new List<int>();
        for (var second = 0; second < 40; second++)
        {
            var before = _nodes.Bus.Said.Count;
            await _nodes.PassAsync(1);
            inASecond.Add(_nodes.Bus.Said.Count - before);
        }

        Assert.InRange(inASecond.Max(), 1, 8);
        Assert.Equal((5_000, 5_000), _there.Board.Count(Room));
        Assert.All(Enumerable.Range(6_000, 5_000), room => Assert.Equal((1, 1), _there.Board.Count(room)));
    }
}
