using ChatWeb.Streaming;
using ChatWeb.Streaming.Signals;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatWeb.Tests.Streaming.Signals;

/// <summary>Presence in one process alone.</summary>
public sealed class RoomPresenceTests
{
    private const long Room = 7;

    private readonly Clock _clock = new();
    private readonly PresenceBoard _board;
    private readonly StreamUser _mina = PresenceNodes.Somebody("Mina");

    public RoomPresenceTests() => _board = new PresenceBoard(new InProcessRoomBus(NullLogger<InProcessRoomBus>.Instance), _clock);

    [Fact]
    public void Several_connections_are_one_person()
    {
        _board.Enter(Room, _mina);
        _board.Enter(Room, _mina);

        Assert.True(Sweep(0));
        Assert.Equal((1, 2), _board.Count(Room));
        Assert.Equal(1, _board.Read(Room).Count);
        _board.Leave(Room, _mina);
        Assert.False(Sweep(30));
        Assert.Equal((1, 1), _board.Count(Room));
        Assert.Equal(1, _board.Read(Room).Count);
    }

    [Fact]
    public void What_comes_and_goes_between_two_sweeps_is_told_at_once()
    {
        for (var i = 0; i < 20; i++)
        {
            _board.Enter(Room, PresenceNodes.Somebody($"{i}"));
        }

        Assert.True(Sweep(1));
        Assert.False(Sweep(2));
        Assert.Equal(20, _board.Read(Room).Count);
    }

    [Fact]
    public void A_connection_that_comes_back_in_five_seconds_was_never_gone()
    {
        _board.Enter(Room, _mina);
        Sweep(1);
        _board.Leave(Room, _mina);
        Assert.False(Sweep(5.9));
        Assert.Equal((0, 0), _board.Count(Room));
        Assert.Equal(1, _board.Read(Room).Count);
        _board.Enter(Room, _mina);
        Assert.False(Sweep(30));

        _board.Leave(Room, _mina);
        Assert.False(Sweep(34.9));
        Assert.True(Sweep(35));
        Assert.Equal(0, _board.Read(Room).Count);
    }

    [Fact]
    public void Whoever_begins_to_listen_is_told_who_is_there_though_nobody_came()
    {
        _board.Enter(Room, _mina);
        Sweep(1);
        _board.Leave(Room, _mina);
        _board.Enter(Room, _mina);
        _board.TellAgain(Room);

        Assert.True(Sweep(2));
        _board.TellAgain(Room + 1); // where nobody is there is nothing to tell
        Assert.Empty(_board.TakeDue(_clock.Now));
    }

    [Fact]
    public void A_large_room_lists_the_first_counts_all_and_is_told_more_rarely()
    {
        for (var i = 0; i < 5_000; i++)
        {
            _board.Enter(Room, PresenceNodes.Somebody($"{i:0000}"));
        }

        Assert.True(Sweep(0));
        var (listed, count) = _board.Read(Room);
        Assert.Equal((RoomPresence.MaxListed, 5_000), (listed.Count, count));
        Assert.Equal("0000", listed[0].UserName);

        // 5,000 × 100 names × 100 bytes at 1 MiB a second.
        _board.Enter(Room, _mina);
        Assert.False(Sweep(47));
        Assert.True(Sweep(48));
    }

    [Fact]
    public void Only_the_last_connection_that_ends_is_a_leaving()
    {
        List<(long, Guid)> left = [];
        _board.LastLeft += (roomId, userId) => left.Add((roomId, userId));
        _board.Enter(Room, _mina);
        _board.Enter(Room, _mina);

        _board.Leave(Room, _mina);
        Assert.Empty(left);
        _board.Leave(Room, _mina);
        Assert.Equal([(Room, _mina.UserId)], left);
    }

    [Fact]
    public void Nothing_is_kept_for_other_processes_where_there_are_none()
    {
        _board.Enter(Room, _mina);

        Assert.Empty(_board.TakeUntold());
    }

    private bool Sweep(double at)
    {
        _clock.Now = Clock.Start.AddSeconds(at);
        return _board.TakeDue(_clock.Now).Count > 0;
    }

    private sealed class Clock : TimeProvider
    {
        public static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
