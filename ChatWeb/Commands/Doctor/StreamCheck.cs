using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using ChatWeb.Telemetry;

namespace ChatWeb.Commands.Doctor;

/// <summary>Opens a real event stream and measures when its events arrive: one that is held back comes together with the last.</summary>
internal sealed class StreamCheck(Site site, string path) : ICheck
{
    private const string Directives =
        "nginx: \"proxy_buffering off; gzip off;\" for this path, and no proxy_ignore_headers X-Accel-Buffering; Caddy: \"flush_interval -1\" and no encode for this path.";

    public string Name => $"stream {path[..path.LastIndexOf('/')]}";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        if (!site.IsThere)
        {
            return Site.NotLookedAt;
        }

        var watch = Stopwatch.StartNew();
        using var answer = await site.GetAsync(path, request => request.Headers.Accept.ParseAdd("text/event-stream"), cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                return Judge(await ArrivalsAsync(answer, watch, cancellationToken));
            case HttpStatusCode.TooManyRequests:
                return Finding.Warning("Others are checking at the moment; try again in some seconds.");
            case HttpStatusCode.ServiceUnavailable:
                return Finding.Warning("The server is not set up yet: open it in a browser, then run doctor again.");
            default:
                return Finding.Failed($"No stream came ({(int)answer.StatusCode}): does the proxy send all paths to ChatWeb?");
        }
    }

    private static async Task<List<TimeSpan>> ArrivalsAsync(HttpResponseMessage answer, Stopwatch watch, CancellationToken cancellationToken)
    {
        var arrivals = new List<TimeSpan>();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var _ in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            arrivals.Add(watch.Elapsed);
        }

        return arrivals;
    }

    private static Finding Judge(List<TimeSpan> arrivals)
    {
        if (arrivals.Count < StreamProbe.Events)
        {
            return Finding.Failed($"The stream broke off after {arrivals.Count} of {StreamProbe.Events} events. Does the proxy end answers early (nginx \"proxy_read_timeout\")?");
        }

        // Each by itself: a buffer may let the first one go and keep the second.
        for (var i = 1; i < arrivals.Count; i++)
        {
            if (arrivals[i] - arrivals[i - 1] < StreamProbe.Pause / 2)
            {
                return Finding.Failed(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Events are held back: number {i} came {arrivals[i - 1].TotalSeconds:0.0} s after the request, together with the next. {Directives}"));
            }
        }

        return Finding.Ok(string.Create(
            CultureInfo.InvariantCulture, $"Events arrive as they are sent; the first after {arrivals[0].TotalMilliseconds:0} ms."));
    }
}
