using ChatWeb.Streaming;

namespace ChatWeb.Tests.Streaming;

public sealed class EntriesInHandTests
{
    private EntriesInHand _hand = new();

    [Fact]
    public void What_follows_the_cursor_without_a_gap_is_handed_out_once()
    {
        Put(5, 7, 6, 9);

        Assert.Null(_hand.Take(3, 100)); // 4 is missing
        Assert.Equal([5, 6], Take(4, 6));
        Assert.Equal([7], Take(6, 100));
        Assert.Null(_hand.Take(4, 100));
        Put(8);
        Assert.Equal([8, 9], Take(7, 100));
    }

    [Fact]
    public void What_is_behind_far_ahead_or_empty_is_not_kept()
    {
        Put(1, 2, 36, long.MaxValue); // the cursor is 3, and 32 places after it are kept
        _hand.Put(new BroadcastEntry(4, RoomEventKind.NewMessage, default), 3);

        Assert.Null(_hand.Take(0, 100));
        Assert.Null(_hand.Take(1, 100));
        Assert.Null(_hand.Take(3, 100));
        Assert.Null(_hand.Take(35, 100));
        Assert.Null(_hand.Take(long.MaxValue - 1, long.MaxValue));
    }

    [Fact]
    public void An_old_entry_gives_its_place_to_a_new_one()
    {
        Put(4);
        _hand.Put(Entry(36), 30);

        Assert.Null(_hand.Take(3, 100));
        Assert.Equal([36], Take(35, 36));
    }

    [Fact]
    public void What_a_change_of_a_message_may_have_outdated_is_not_handed_out()
    {
        Put(4, 5);
        _hand.Put(new BroadcastEntry(6, RoomEventKind.MessageDeleted, "{}"u8.ToArray()), 3);

        Assert.Null(_hand.Take(3, 100));
        Assert.Equal([6], Take(5, 100));
    }

    private static BroadcastEntry Entry(long seq) => new(seq, RoomEventKind.NewMessage, "{}"u8.ToArray());

    private IEnumerable<long> Take(long cursor, long upTo) => _hand.Take(cursor, upTo)!.Select(entry => entry.Seq);

    private void Put(params long[] seqs)
    {
        foreach (var seq in seqs)
        {
            _hand.Put(Entry(seq), 3);
        }
    }
}
