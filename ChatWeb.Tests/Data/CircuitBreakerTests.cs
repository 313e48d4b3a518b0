using ChatWeb.Data;

namespace ChatWeb.Tests.Data;

public sealed class CircuitBreakerTests
{
    private readonly Clock _clock = new();
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(_clock);

    [Fact]
    public void After_a_failure_nobody_asks_for_a_second_and_then_one()
    {
        Assert.True(_breaker.MayAsk() && _breaker.MayAsk());
        _breaker.Failed();
        Assert.False(_breaker.MayAsk());

        _clock.Pass(CircuitBreaker.Pause - TimeSpan.FromMilliseconds(1));
        Assert.False(_breaker.MayAsk());
        _clock.Pass(TimeSpan.FromMilliseconds(1));
        Assert.True(_breaker.MayAsk());
        Assert.False(_breaker.MayAsk());

        // Nobody knows what became of that one: the next may try after another second.
        _clock.Pass(CircuitBreaker.Pause);
        Assert.True(_breaker.MayAsk());
        _breaker.Succeeded();
        Assert.True(_breaker.MayAsk() && _breaker.MayAsk());
    }

    [Fact]
    public void Only_changes_are_worth_a_line()
    {
        Assert.False(_breaker.Succeeded());
        Assert.True(_breaker.Failed());
        Assert.True(_breaker.IsOpen);
        Assert.False(_breaker.Failed());
        Assert.True(_breaker.Succeeded());
        Assert.False(_breaker.IsOpen);
        Assert.False(_breaker.Succeeded());
        Assert.True(_breaker.Failed());
    }

    private sealed class Clock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
