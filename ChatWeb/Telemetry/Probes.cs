using ChatWeb.Http;

namespace ChatWeb.Telemetry;

/// <summary>What a request looks like from here, for whoever sent it: nothing that they could not know.</summary>
/// <param name="Scheme">The scheme that the program takes the client to have used.</param>
/// <param name="Host">The host and port.</param>
/// <param name="Forwarding">What became of <c>X-Forwarded-*</c>.</param>
/// <param name="ForwardedFor">Whether the client's address was among what was believed.</param>
/// <param name="WebSocket">Whether it arrived as a WebSocket's handshake.</param>
internal sealed record SeenRequest(string Scheme, string Host, Forwarding Forwarding, bool ForwardedFor, bool WebSocket);

/// <summary>
/// Addresses by which <c>doctor</c> learns what lies between the program and its clients. They are beside the real
/// streams and sockets, since a proxy's settings go by the path, and open to everybody: a tool has no account. An
/// answer tells of its own request alone, nothing of the proxy's address, other nodes or users.
/// </summary>
internal static class Probes
{
    public const string Request = "/health/proxy";
    public const string Socket = "/chat/ws/check";

    /// <summary>Event streams of <see cref="StreamProbe"/>.</summary>
    public static readonly string[] Streams = ["/chat/sse/check", "/sse/check"];

    public static void MapProbes(this WebApplication app)
    {
        foreach (var path in (string[])[Request, Socket])
        {
            app.MapGet(path, AnswerAsync);
        }

        var streams = app.Services.GetRequiredService<StreamProbe>();
        foreach (var path in Streams)
        {
            app.MapGet(path, streams.ServeAsync);
        }
    }

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var request = context.Request;
        return context.Response.WriteAsJsonAsync(
            new SeenRequest(
                request.Scheme,
                request.Host.Value ?? "",
                request.Forwarding(),
                request.HasClientsAddress(),
                context.WebSockets.IsWebSocketRequest),
            WireJson.Options);
    }
}
