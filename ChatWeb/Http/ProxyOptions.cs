using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace ChatWeb.Http;

/// <summary>
/// The reverse proxies in front of this program: <c>Proxy:Known</c>, addresses or networks (<c>10.0.0.5, 10.1.0.0/16</c>,
/// or a list of them), and <c>Proxy:ForwardLimit</c>, how many of them a request passes.
/// </summary>
public sealed class ProxyOptions
{
    public const string KnownSetting = "Proxy:Known";
    public const string LimitSetting = "Proxy:ForwardLimit";

    /// <summary>Who may say for whom a request was forwarded; none means that nobody may.</summary>
    public IReadOnlyList<IPNetwork> Known { get; set; } = [];

    /// <summary>Entries of <c>X-Forwarded-*</c> that are taken, counted from the nearest proxy.</summary>
    public int ForwardLimit { get; set; } = 1;
}

/// <summary>Reads the settings by hand: an address is a network too, and a wrong one is named as it was written.</summary>
internal sealed class ReadProxies(IConfiguration configuration) : IConfigureOptions<ProxyOptions>, IValidateOptions<ProxyOptions>
{
    /// <summary>A request that passes more proxies is going round in a circle.</summary>
    private const int MaxLimit = 16;

    private static readonly char[] Separators = [',', ';', ' '];

    private IEnumerable<string> Words
    {
        get
        {
            var section = configuration.GetSection(ProxyOptions.KnownSetting);
            var lists = section.GetChildren().Select(child => child.Value).Prepend(section.Value);
            return lists.SelectMany(list => (list ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
    }

    public void Configure(ProxyOptions options)
    {
        options.Known = [.. Words.Select(Network).OfType<IPNetwork>()];
        if (Limit() is { } limit)
        {
            options.ForwardLimit = limit;
        }
    }

    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var failures = Words.Where(word => Network(word) is null)
            .Select(word => $"{ProxyOptions.KnownSetting} must hold addresses (10.0.0.5) or networks (10.0.0.0/24), and '{word}' is neither.")
            .ToList();
        if (Limit() is null)
        {
            failures.Add($"{ProxyOptions.LimitSetting} must be a whole number from 1 to {MaxLimit}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>The limit; null when it can't be one.</summary>
    private int? Limit() =>
        configuration[ProxyOptions.LimitSetting] is not { Length: > 0 } word ? new ProxyOptions().ForwardLimit
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit ? limit
        : null;

    private static IPNetwork? Network(string word) =>
        IPAddress.TryParse(word, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : IPNetwork.TryParse(word, out var network) ? network
        : null;
}
