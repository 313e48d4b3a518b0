using ChatWeb.Streaming;
using ChatWeb.Streaming.Signals;

namespace ChatWeb.Tests.Streaming.Signals;

public sealed class RoomPresenceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private readonly RoomPresence _room = new();
    private readonly StreamUser _mina = Somebody("Mina");

    [Fact]
    public void Several_connections_are_one_person()
    {
        _room.Enter(_mina);
        _room.Enter(_mina);

        Assert.True(Sweep(0));
        Assert.Equal((1, 2, 1), (_room.Users, _room.Connections, _room.Read().Count));
        _room.Leave(_mina, Start);
        Assert.False(Sweep(30));
        Assert.Equal((1, 1, 1), (_room.Users, _room.Connections, _room.Read().Count));
    }

    [Fact]
    public void What_comes_and_goes_between_two_sweeps_is_told_at_once()
    {
        var others = Enumerable.Range(0, 20).Select(i => Somebody($"{i}")).ToList();
        others.ForEach(_room.Enter);

        Assert.True(Sweep(1));
        Assert.False(Sweep(2));
        Assert.Equal(20, _room.Read().Count);
    }

    [Fact]
    public void A_connection_that_comes_back_in_five_seconds_was_never_gone()
    {
        _room.Enter(_mina);
        Sweep(0);
        _room.Leave(_mina, Start.AddSeconds(1));
        Assert.False(Sweep(5.9));
        Assert.Equal((0, 1), (_room.Users, _room.Read().Count));
        _room.Enter(_mina);
        Assert.False(Sweep(30));

        _room.Leave(_mina, Start.AddSeconds(30));
        Assert.False(Sweep(34.9));
        Assert.True(Sweep(35));
        Assert.Equal(0, _room.Read().Count);
    }

    [Fact]
    public void A_large_room_lists_the_first_counts_all_and_is_told_more_rarely()
    {
        for (var i = 0; i < 5_000; i++)
        {
            _room.Enter(Somebody($"{i:0000}"));
        }

        Assert.True(Sweep(0));
        var (listed, count) = _room.Read();
        Assert.Equal((RoomPresence.MaxListed, 5_000), (listed.Count, count));
        Assert.Equal("0000", listed[0].UserName);

        // 5,000 × 100 names × 100 bytes at 1 MiB a second.
        _room.Enter(_mina);
        Assert.False(Sweep(47));
        Assert.True(Sweep(48));
    }

    private static StreamUser Somebody(string name) => new(Guid.NewGuid(), Guid.NewGuid(), name);

    private bool Sweep(double at) => _room.Sweep(Start.AddSeconds(at));
}
