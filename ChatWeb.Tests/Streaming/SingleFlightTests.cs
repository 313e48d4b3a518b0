using ChatWeb.Streaming;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

/// <summary>Many who want the same share one piece of work, and none that began before they asked.</summary>
public sealed class SingleFlightTests
{
    private readonly SingleFlight<int, int> _flight = new();
    private readonly List<TaskCompletionSource<int>> _begun = [];

    [Fact]
    public async Task Who_asks_while_work_is_under_way_shares_the_next_which_begins_after()
    {
        var first = Ask();
        var (second, third) = (Ask(), Ask());
        Assert.Single(_begun);

        _begun[0].SetResult(1);
        Assert.Equal(1, await first.WaitAsync(SseClient.Patience));
        await UntilBegunAsync(2);
        var fourth = Ask();
        _begun[1].SetResult(2);
        var shared = await Task.WhenAll(second, third).WaitAsync(SseClient.Patience);
        Assert.Equal([2, 2], shared);
        await UntilBegunAsync(3);
        _begun[2].SetResult(3);
        Assert.Equal(3, await fourth.WaitAsync(SseClient.Patience));
        Assert.Equal(3, _begun.Count);
    }

    [Fact]
    public async Task What_fails_fails_for_those_who_share_it_and_is_done_anew_for_the_next()
    {
        var first = Ask();
        var (second, third) = (Ask(), Ask());
        _begun[0].SetResult(1);
        await first.WaitAsync(SseClient.Patience);
        await UntilBegunAsync(2);
        _begun[1].SetException(new IOException("The disk is away."));
        await Assert.ThrowsAsync<IOException>(() => second.WaitAsync(SseClient.Patience));
        await Assert.ThrowsAsync<IOException>(() => third.WaitAsync(SseClient.Patience));

        var again = Ask();
        await UntilBegunAsync(3);
        _begun[2].SetResult(7);
        Assert.Equal(7, await again.WaitAsync(SseClient.Patience));
    }

    [Fact]
    public void What_is_not_the_same_waits_for_nobody()
    {
        _ = Ask();
        _ = Ask(key: 2);
        Assert.Equal(2, _begun.Count);
    }

    private Task<int> Ask(int key = 1) => _flight.RunAsync(key, () =>
    {
        lock (_begun)
        {
            _begun.Add(new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
            return _begun[^1].Task;
        }
    });

    private async Task UntilBegunAsync(int count)
    {
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (true)
        {
            lock (_begun)
            {
                if (_begun.Count >= count)
                {
                    return;
                }
            }

            await Task.Delay(1, limit.Token);
        }
    }
}
