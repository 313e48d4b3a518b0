using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>
/// Counts the failed sign-ins of each address, a minute at a time (<c>Chat:SignIn:PerMinute</c>). A try is counted
/// before it is made and given back when it succeeds, so many tries at once can't pass the limit together.
/// </summary>
public sealed class FailedSignIns(IOptions<ChatSignInOptions> options, TimeProvider time)
{
    /// <summary>Addresses remembered at once, some 100 bytes each; past it all new ones share a count.</summary>
    private const int MaxAddresses = 20_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Window> _windows = [];

    /// <summary>Counts a try; null when it may be made, else how long to wait.</summary>
    public TimeSpan? Begin(IPAddress? address)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var key = KeyFor(address, now);
            if (!_windows.TryGetValue(key, out var window) || now - window.Start >= Minute)
            {
                _windows[key] = window = new Window(now);
            }

            if (window.Count >= options.Value.PerMinute)
            {
                return window.Start + Minute - now;
            }

            window.Count++;
            return null;
        }
    }

    /// <summary>Takes back a try that turned out to be no failure.</summary>
    public void Succeeded(IPAddress? address)
    {
        lock (_lock)
        {
            if (_windows.TryGetValue(Network(address), out var window) && window.Count > 0)
            {
                window.Count--;
            }
        }
    }

    private IPAddress KeyFor(IPAddress? address, DateTimeOffset now)
    {
        var key = Network(address);
        if (_windows.Count < MaxAddresses || _windows.ContainsKey(key))
        {
            return key;
        }

        foreach (var (old, window) in _windows)
        {
            if (now - window.Start >= Minute)
            {
                _windows.Remove(old);
            }
        }

        return _windows.Count < MaxAddresses ? key : IPAddress.IPv6None;
    }

    /// <summary>One customer has a whole /64 of IPv6 addresses (RFC 6177).</summary>
    private static IPAddress Network(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    private sealed class Window(DateTimeOffset start)
    {
        public DateTimeOffset Start { get; } = start;

        public int Count { get; set; }
    }
}
