using ChatWeb.Streaming.Signals;

namespace ChatWeb.Tests.Streaming.Signals;

public sealed class RoomTypingTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private readonly RoomTyping _room = new();
    private readonly Guid _mina = Guid.NewGuid();

    [Fact]
    public void Saying_still_renews_and_changes_nothing()
    {
        Assert.True(Type(at: 0));
        Assert.False(Type(at: 8));

        Assert.False(_room.Expire(Start.AddSeconds(17)));
        Assert.Equal(Start, Assert.Single(_room.List).StartedAt);
        Assert.True(_room.Expire(Start.AddSeconds(18)));
        Assert.True(_room.IsEmpty);
        Assert.False(_room.Expire(Start.AddSeconds(18)));
    }

    [Fact]
    public void Stopping_is_a_change_only_for_one_who_typed()
    {
        Assert.False(_room.Stop(_mina));
        Type(at: 0);
        Assert.True(_room.Stop(_mina));
        Assert.Empty(_room.List);
    }

    [Fact]
    public void Those_who_began_first_come_first_and_the_list_has_a_bound()
    {
        for (var i = RoomTyping.MaxTypists; i > 0; i--)
        {
            Assert.True(_room.Start(Guid.NewGuid(), $"{i}", Start.AddSeconds(i), Start));
        }

        Assert.False(_room.Start(Guid.NewGuid(), "one too many", Start, Start));
        Assert.Equal(RoomTyping.MaxTypists, _room.List.Count);
        Assert.Equal("1", _room.List[0].UserName);
    }

    private bool Type(int at) => _room.Start(_mina, "Mina", Start.AddSeconds(at), Start.AddSeconds(at));

    [Fact]
    public void Who_begins_and_stops_all_the_time_is_told_of_a_few_times_a_second_and_more_rarely_to_many()
    {
        foreach (var (listeners, atMost) in new[] { (10, 4), (50_000, 1) })
        {
            var room = new RoomTyping();
            var now = DateTimeOffset.UnixEpoch;
            var told = 0;
            for (var change = 0; change < 1_000; change++, now += TimeSpan.FromMilliseconds(1))
            {
                Assert.True(change % 2 == 0 ? room.Start(Guid.Empty, "mina", now, now) : room.Stop(Guid.Empty));
                if (room.IsDue(now))
                {
                    Assert.True(room.Told(now, listeners));
                    told++;
                }
            }

            Assert.Equal(atMost, told);
            now += TimeSpan.FromMinutes(1);
            Assert.True(room.IsDue(now), "The last change is told at last.");
            Assert.True(room.Told(now, listeners));
            Assert.False(room.IsDue(now + TimeSpan.FromMinutes(1)));
        }
    }
}
