using ChatWeb.Streaming;
using ChatWeb.Streaming.Signals;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Signals;

/// <summary>Of two signals the later said holds, whichever comes later.</summary>
public sealed class OtherNodeTests
{
    private const long Room = 7;
    private static readonly PresenceRange Everywhere = new(PresencePlace.First, PresencePlace.Last);

    private readonly PersonHere _mina = new(Guid.NewGuid(), "Mina");
    private readonly PresenceBoard _board = new(new SharedBus().Join(), TimeProvider.System);
    private readonly OtherNode _node;

    public OtherNodeTests() => _node = new OtherNode(_board);

    [Fact]
    public void Leaving_that_comes_before_the_coming_is_a_leaving()
    {
        Take(2, whole: null, connections: 0, left: [_mina.UserUuid]);
        Take(1, whole: null, connections: 1, here: [_mina]);

        Assert.Equal((0, 0), _board.Count(Room));
        Take(3, whole: null, connections: 1, here: [_mina]);
        Assert.Equal((1, 1), _board.Count(Room));
    }

    [Fact]
    public void The_whole_changes_nothing_of_what_was_said_after_it()
    {
        Take(1, whole: null, connections: 2, here: [new(Guid.NewGuid(), "Noah")]);
        Take(3, whole: null, connections: 5, here: [_mina]);
        _node.Take(new PresenceSignal(Guid.Empty, 2, Everywhere, []));

        Assert.Equal((1, 5), _board.Count(Room));
        Assert.Equal([_mina], _board.Read(Room).Listed);
    }

    [Fact]
    public void What_comes_twice_counts_once()
    {
        for (var i = 0; i < 2; i++)
        {
            Take(1, Everywhere, connections: 2, here: [_mina]);
        }

        Assert.Equal((1, 2), _board.Count(Room));
        _node.Forget();
        Assert.Equal((0, 0), _board.Count(Room));
        Assert.Equal(0, _board.Read(Room).Count);
    }

    [Fact]
    public void A_piece_says_nothing_of_those_outside_its_stretch()
    {
        var people = Enumerable.Range(0, 3).Select(i => new PersonHere(Guid.NewGuid(), $"{i}")).OrderBy(p => p.UserUuid).ToList();
        Take(1, whole: null, connections: 3, here: [.. people]);
        Take(2, new PresenceRange(PresencePlace.First, new PresencePlace(Room, people[1].UserUuid)), connections: 2, here: [people[0]]);

        Assert.Equal((2, 2), _board.Count(Room));
        Assert.DoesNotContain(people[1], _board.Read(Room).Listed);
    }

    private void Take(long number, PresenceRange? whole, int connections, PersonHere[]? here = null, Guid[]? left = null) =>
        _node.Take(new PresenceSignal(Guid.Empty, number, whole, [new RoomPeople(Room, connections, here ?? [], left ?? [])]));
}
