using System.Net.Mime;

namespace ChatWeb.Http;

/// <summary>Tells programs from people: the first get problems as JSON, the second get pages.</summary>
public static class ApiRequests
{
    private static readonly PathString[] Paths = ["/api", "/sse", "/chat/sse", "/chat/poll", "/chat/ws"];

    /// <summary>
    /// A request below the API's addresses, one that asks for JSON or an event stream, or one that htmx makes for a
    /// part of a page.
    /// </summary>
    public static bool IsApi(this HttpRequest request) => request.IsApi(request.Path);

    /// <summary>The same for a request that came for another path than the one it is at now.</summary>
    public static bool IsApi(this HttpRequest request, PathString original) =>
        Array.Exists(Paths, path => original.StartsWithSegments(path)) || request.IsHtmx() || AsksForData(request);

    /// <summary>Sent by htmx or by the page's own script, which want a fragment and no page.</summary>
    public static bool IsHtmx(this HttpRequest request) => request.Headers["HX-Request"] == "true";

    private static bool AsksForData(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            || accept.Contains(MediaTypeNames.Text.EventStream, StringComparison.OrdinalIgnoreCase);
    }
}
