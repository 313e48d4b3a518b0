using ChatWeb.Http;
using ChatWeb.Telemetry;

namespace ChatWeb.Commands.Doctor;

/// <summary>Whether the program knows, behind the proxy, how and by whom it was asked.</summary>
internal sealed class ProxyCheck(Site site) : ICheck
{
    private const string NameIt = "Set Proxy:Known to the proxy's address on every node; ChatWeb's log names the address.";

    public string Name => "proxy";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        if (!site.IsThere)
        {
            return Site.NotLookedAt;
        }

        using var answer = await site.GetAsync(Probes.Request, null, cancellationToken);
        if (await Site.SeenAsync(answer, cancellationToken) is not { } seen)
        {
            return Finding.Failed($"{Probes.Request} is not answered by this version of ChatWeb ({(int)answer.StatusCode}).");
        }

        var address = site.Address!;
        if (!string.Equals(seen.Scheme, address.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Finding.Failed($"People open {address.Scheme}, and ChatWeb sees {seen.Scheme}: cookies and links come out wrong. "
                + (seen.Forwarding == Forwarding.Ignored ? NameIt : "The proxy must say it: nginx \"proxy_set_header X-Forwarded-Proto $scheme;\" (Caddy does by itself)."));
        }

        if (!string.Equals(seen.Host, address.Authority, StringComparison.OrdinalIgnoreCase))
        {
            return Finding.Failed($"People open {address.Authority}, and ChatWeb sees {seen.Host}: links and WebSockets fail. "
                + (seen.Forwarding == Forwarding.Ignored ? NameIt : "The proxy must say it: nginx \"proxy_set_header Host $http_host;\" and \"X-Forwarded-Host $http_host\" (Caddy does by itself)."));
        }

        return seen.Forwarding switch
        {
            Forwarding.Ignored => Finding.Warning($"Scheme and host are right, and the clients' addresses are ignored: all people share one limit of failed sign-ins. {NameIt}"),
            Forwarding.Used when !seen.ForwardedFor => Untold("The proxy"),
            Forwarding.None when Between(answer) is { } proxy => Untold($"{proxy} is in between and"),
            Forwarding.None => Finding.Ok("There is no proxy, or none that shows itself; scheme and host are right."),
            _ => Finding.Ok("ChatWeb sees the scheme, host and address that the client used."),
        };
    }

    private static Finding Untold(string who) => Finding.Warning(
        $"{who} does not tell the clients' addresses: nginx \"proxy_set_header X-Forwarded-For $remote_addr;\" (Caddy does by itself).");

    /// <summary>ChatWeb itself sends neither header.</summary>
    private static string? Between(HttpResponseMessage answer) =>
        (answer.Headers.Server.Count > 0 ? answer.Headers.Server.ToString() : answer.Headers.Via.ToString()) is { Length: > 0 } name ? name : null;
}
