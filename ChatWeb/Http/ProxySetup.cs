using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace ChatWeb.Http;

/// <summary>
/// Behind a proxy every request comes from the proxy's address, by plain HTTP. The proxy says in <c>X-Forwarded-*</c>
/// what the client's address, scheme and host are; anybody can send such headers, so only known proxies are believed.
/// </summary>
public static partial class ProxySetup
{
    private static int _told;

    public static IServiceCollection AddProxies(this IServiceCollection services)
    {
        services.AddOptions<ProxyOptions>().ValidateOnStart();
        services.AddSingleton<ReadProxies>();
        services.AddSingleton<IConfigureOptions<ProxyOptions>>(provider => provider.GetRequiredService<ReadProxies>());
        services.AddSingleton<IValidateOptions<ProxyOptions>>(provider => provider.GetRequiredService<ReadProxies>());

        // After everybody: ASPNETCORE_FORWARDEDHEADERS_ENABLED would believe the whole world.
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<ProxyOptions>>((headers, proxies) =>
        {
            headers.KnownProxies.Clear(); // loopback, by default: also a proxy is known only when somebody says so
            headers.KnownIPNetworks.Clear();
            foreach (var network in proxies.Value.Known)
            {
                headers.KnownIPNetworks.Add(network);
            }

            // With nobody known the middleware would believe everybody.
            headers.ForwardedHeaders = proxies.Value.Known.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            headers.ForwardLimit = proxies.Value.ForwardLimit;
        });
        return services;
    }

    /// <summary>From here on a request has its client's address, scheme and host.</summary>
    public static void UseProxies(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use((context, next) =>
        {
            if (context.Request.Forwarding() == Http.Forwarding.Ignored && Interlocked.Exchange(ref _told, 1) == 0)
            {
                LogIgnored(app.Logger, context.Connection.RemoteIpAddress);
            }

            return next(context);
        });
    }

    /// <summary>Whether a proxy told who asks, and was believed.</summary>
    public static Forwarding Forwarding(this HttpRequest request)
    {
        var headers = request.Headers;

        // What was believed has been moved to these by the middleware.
        return headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName) || headers.ContainsKey(ForwardedHeadersDefaults.XOriginalProtoHeaderName)
            ? Http.Forwarding.Used
            : headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName) || headers.ContainsKey(ForwardedHeadersDefaults.XForwardedProtoHeaderName)
                ? Http.Forwarding.Ignored
                : Http.Forwarding.None;
    }

    /// <summary>Whether a believed proxy also said from which address the client came.</summary>
    public static bool HasClientsAddress(this HttpRequest request)
    {
        // The middleware keeps the old address whatever it believed; a new one comes without a port.
        var (before, connection) = (request.Headers[ForwardedHeadersDefaults.XOriginalForHeaderName].ToString(), request.HttpContext.Connection);
        return before.Length > 0 && connection.RemoteIpAddress is { } address && before != new IPEndPoint(address, connection.RemotePort).ToString();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "X-Forwarded-* headers from {Address} are ignored. If that is your reverse proxy, name it in Proxy:Known. This is said once.")]
    private static partial void LogIgnored(ILogger logger, IPAddress? address);
}

/// <summary>What became of a request's <c>X-Forwarded-*</c> headers.</summary>
public enum Forwarding
{
    /// <summary>There are none.</summary>
    None = 0,

    /// <summary>They came from a known proxy.</summary>
    Used = 1,

    /// <summary>They came from somebody else.</summary>
    Ignored = 2,
}
