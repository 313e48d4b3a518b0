using System.Net;
using ChatWeb.Http;
using ChatWeb.Telemetry;

namespace ChatWeb.Commands.Doctor;

/// <summary>ChatWeb as its users reach it: the address that they open.</summary>
internal sealed class Site : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        AutomaticDecompression = DecompressionMethods.All, // as browsers ask for it: it is what holds streams up
    });

    private readonly string _written;

    public Site(string address)
    {
        _written = address;
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            Address = new Uri(uri.GetLeftPart(UriPartial.Authority));
        }
    }

    /// <summary>Null until it is written as an address of a web server.</summary>
    public Uri? Address { get; }

    /// <summary>Whether <see cref="AddressCheck"/> found ChatWeb there; without it the other checks have nothing to look at.</summary>
    public bool IsThere { get; set; }

    public string Written => _written;

    public static Finding NotLookedAt => Finding.Warning("Not tried: ChatWeb does not answer at that address.");

    /// <summary>Asks for a path and waits for the head of the answer.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address!, path));
        change?.Invoke(request);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>How a request arrived; null when it was not ChatWeb that answered.</summary>
    public static async Task<SeenRequest?> SeenAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadFromJsonAsync<SeenRequest>(WireJson.Options, cancellationToken)
                : null;
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or NotSupportedException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}
