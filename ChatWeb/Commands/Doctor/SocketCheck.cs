using System.Net;
using ChatWeb.Telemetry;

namespace ChatWeb.Commands.Doctor;

/// <summary>Whether a WebSocket's handshake arrives as one.</summary>
internal sealed class SocketCheck(Site site) : ICheck
{
    public string Name => "websocket";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        if (!site.IsThere)
        {
            return Site.NotLookedAt;
        }

        using var answer = await site.GetAsync(Probes.Socket, Handshake, cancellationToken);
        return await Site.SeenAsync(answer, cancellationToken) switch
        {
            { WebSocket: true } => Finding.Ok("WebSockets get through."),
            { WebSocket: false } => Finding.Failed(
                "WebSockets don't get through: nginx \"proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;\" (Caddy does by itself)."),
            null when answer.StatusCode == HttpStatusCode.ServiceUnavailable => Finding.Warning(
                "The server is not set up yet: open it in a browser, then run doctor again."),
            null => Finding.Failed($"The handshake of a WebSocket was answered by something else than ChatWeb ({(int)answer.StatusCode})."),
        };
    }

    /// <summary>RFC 6455, 4.1. The server answers it with JSON in place of 101, so nothing is upgraded.</summary>
    private static void Handshake(HttpRequestMessage request)
    {
        request.Version = HttpVersion.Version11;
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", Convert.ToBase64String(Guid.NewGuid().ToByteArray()));
    }
}
