using System.Net;
using ChatWeb.Accounts;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.Options;

namespace ChatWeb.Tests.Accounts;

public sealed class FailedSignInsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private readonly SetClock _clock = new();
    private readonly FailedSignIns _failures;

    public FailedSignInsTests() => _failures = new FailedSignIns(Options.Create(new ChatSignInOptions { PerMinute = 2 }), _clock);

    [Fact]
    public void The_third_failure_in_a_minute_waits_until_the_minute_is_over()
    {
        Assert.Null(_failures.Begin(Here));
        _clock.Now += TimeSpan.FromSeconds(20);
        Assert.Null(_failures.Begin(Here));
        Assert.Equal(TimeSpan.FromSeconds(40), _failures.Begin(Here));
        _clock.Now += TimeSpan.FromSeconds(40);
        Assert.Null(_failures.Begin(Here));
    }

    [Fact]
    public void A_success_is_not_counted()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(_failures.Begin(Here));
            _failures.Succeeded(Here);
        }
    }

    [Fact]
    public void Addresses_are_counted_apart_but_one_network_of_IPv6_together()
    {
        Exhaust(Here);
        Assert.Null(_failures.Begin(IPAddress.Parse("192.0.2.2")));
        Exhaust(IPAddress.Parse("2001:db8:0:1::1"));
        Assert.NotNull(_failures.Begin(IPAddress.Parse("2001:db8:0:1:ffff::2")));
        Assert.Null(_failures.Begin(IPAddress.Parse("2001:db8:0:2::1")));
        Assert.NotNull(_failures.Begin(Here.MapToIPv6()));
    }

    [Fact]
    public void However_many_addresses_come_those_past_the_bound_share_one_count()
    {
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Null(_failures.Begin(new IPAddress(i + 1)));
        }

        Exhaust(IPAddress.Parse("198.51.100.1"));
        Assert.NotNull(_failures.Begin(IPAddress.Parse("198.51.100.2")));
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.Null(_failures.Begin(IPAddress.Parse("198.51.100.2")));
    }

    private void Exhaust(IPAddress address)
    {
        Assert.Null(_failures.Begin(address));
        Assert.Null(_failures.Begin(address));
        Assert.NotNull(_failures.Begin(address));
    }
}
