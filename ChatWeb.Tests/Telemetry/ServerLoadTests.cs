using ChatWeb.Telemetry;

namespace ChatWeb.Tests.Telemetry;

public sealed class ServerLoadTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ServerLoad _load = new(TimeProvider.System);

    [Fact]
    public void It_rises_with_the_processors_in_use_and_falls_again()
    {
        Assert.Equal("0.00", _load.Text);
        Take(15, used: Second * Environment.ProcessorCount);
        Assert.InRange(_load.Value, 0.9, 1);
        Take(5, used: Second * Environment.ProcessorCount / 2);
        Assert.InRange(_load.Value, 0.6, 0.75);
        Take(30, used: TimeSpan.Zero);
        Assert.Equal("0.00", _load.Text);
    }

    [Fact]
    public void A_pool_that_gets_round_to_nothing_is_busy_however_little_it_computes()
    {
        _load.Take(TimeSpan.FromSeconds(20), TimeSpan.Zero);

        Assert.InRange(_load.Value, 0.9, 1);
    }

    [Fact]
    public void A_spike_of_a_second_is_not_yet_a_busy_server()
    {
        Take(1, used: Second * Environment.ProcessorCount);

        Assert.InRange(_load.Value, 0.1, 0.3);
    }

    [Fact]
    public async Task It_is_the_processors_real_use_and_not_a_requests_guess()
    {
        var before = Environment.CpuUsage.TotalTime;
        while (Environment.CpuUsage.TotalTime - before < TimeSpan.FromMilliseconds(300))
        {
            Thread.SpinWait(10_000);
        }

        Assert.Equal(0, _load.Value);
        await _load.SweepAsync(default, CancellationToken.None);
        var busy = _load.Value;
        Assert.InRange(busy, 0.0001, 1);
        Take(60, used: TimeSpan.Zero);
        Assert.InRange(_load.Value, 0, busy / 2);
    }

    private void Take(int samples, TimeSpan used)
    {
        for (var i = 0; i < samples; i++)
        {
            _load.Take(Second, used);
        }
    }
}
