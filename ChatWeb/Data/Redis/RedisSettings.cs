using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ChatWeb.Data.Redis;

/// <summary>Reads <c>ConnectionStrings:Redis</c>, e.g. <c>localhost:6379,password=…</c>.</summary>
public static class RedisSettings
{
    private const string Name = "ConnectionStrings:Redis";

    /// <summary>The setting, or null when this process goes without Redis.</summary>
    public static string? Find(IConfiguration configuration) =>
        configuration.GetConnectionString("Redis") is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>
    /// Throws, naming the setting, when it can't be read. Neither the setting nor the parser's own message is repeated:
    /// there may be a password in it.
    /// </summary>
    public static ConfigurationOptions Parse(string setting)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(setting);
        }
        catch (ArgumentException)
        {
            throw Malformed("It has an option that is not known or has no such value.");
        }

        if (options.EndPoints.Count == 0)
        {
            throw Malformed("It names no server.");
        }

        foreach (var endPoint in options.EndPoints)
        {
            // What is no option is taken for a server, a URL with its password too; and servers are logged.
            if (endPoint is System.Net.DnsEndPoint dns && Uri.CheckHostName(dns.Host) == UriHostNameType.Unknown)
            {
                throw Malformed("It names a server that can't be a host.");
            }
        }

        // A Redis that is away, now or at the start, is waited for in the background.
        options.AbortOnConnectFail = false;
        options.ReconnectRetryPolicy = new LinearRetry(1_000);
        options.ClientName ??= "ChatWeb";
        return options;
    }

    private static OptionsValidationException Malformed(string reason) => new(
        Name,
        typeof(string),
        [$"{Name} can't be read: {reason} Write host:port, then options after commas, e.g. localhost:6379,password=secret,ssl=true."]);
}
