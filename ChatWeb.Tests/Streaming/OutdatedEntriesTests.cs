using ChatWeb.Streaming;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

public sealed class OutdatedEntriesTests
{
    private readonly ManualTime _time = new();
    private readonly OutdatedEntries _outdated;

    public OutdatedEntriesTests() => _outdated = new OutdatedEntries(TimeSpan.FromSeconds(120), _time);

    [Fact]
    public void What_comes_before_a_rooms_newest_change_is_outdated()
    {
        Assert.False(_outdated.Has(1, 5));
        _outdated.Outdate(1, 10);
        _outdated.Outdate(1, 7); // one that was held up

        Assert.True(_outdated.Has(1, 9));
        Assert.False(_outdated.Has(1, 10));
        Assert.False(_outdated.Has(2, 9));
    }

    [Fact]
    public void It_is_forgotten_when_nothing_old_can_be_left()
    {
        _outdated.Outdate(1, 10);
        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.True(_outdated.Has(1, 9));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(_outdated.Has(1, 9));
    }

    [Fact]
    public void Rooms_without_changes_take_no_room_for_ever()
    {
        for (var room = 0; room < 5_000; room++)
        {
            _outdated.Outdate(room, 10);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_outdated.Count, 120, 1_001);
    }
}
