using ChatWeb.Streaming;

namespace ChatWeb.Tests.Streaming.Signals;

public sealed class CurrentSignalsTests
{
    [Fact]
    public async Task Of_what_has_many_slots_the_newest_are_kept_and_nothing_else_has_to_go()
    {
        var signals = new CurrentSignals();
        var typing = await RoomSignal.MakeAsync("typing", 0);
        var receipts = new List<RoomSignal>();
        signals.Keep("typing", typing);
        for (var i = 0; i < 2 * CurrentSignals.MaxOfAName; i++)
        {
            receipts.Add(await RoomSignal.MakeAsync("read_receipt", i));
            signals.Keep($"read_receipt:{i}", receipts[i]);
        }

        signals.Keep("read_receipt:150", receipts[0]);

        Assert.Equal([typing, .. receipts[100..150], .. receipts[151..], receipts[0]], signals.Kept);
        signals.Forget("typing");
        Assert.DoesNotContain(typing, signals.Kept);
    }
}
