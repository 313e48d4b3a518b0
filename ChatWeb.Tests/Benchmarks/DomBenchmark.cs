using System.Globalization;
using ChatWeb.Tests.Support;
using Microsoft.Playwright;

namespace ChatWeb.Benchmarks;

/// <summary>How long a message takes from the sender's Enter key to the other browser's DOM.</summary>
internal static class DomBenchmark
{
    private const int WarmUp = 10;
    private const int Messages = 50;
    private const double MedianLimit = 100;

    /// <summary>Both pages are on one machine, so their wall clocks are one clock; this one has a finer grain than Date.now().</summary>
    private const string Now = "performance.timeOrigin + performance.now()";

    private const string NoteEnter =
        $"addEventListener('keydown', event => {{ if (event.key === 'Enter') window.enteredAt = {Now}; }}, true)";

    /// <summary>Notes when an element that says exactly this is first there.</summary>
    private const string NoteArrivals =
        $$"""
        () => {
          const arrivals = new Map();
          const waiting = new Map();
          new MutationObserver(() => {
            const at = {{Now}};
            for (const body of document.querySelectorAll('#messages .message .body')) {
              const text = body.textContent.trim();
              if (!arrivals.has(text)) {
                arrivals.set(text, at);
                waiting.get(text)?.(at);
              }
            }
          }).observe(document.querySelector('#messages'), { childList: true, subtree: true, characterData: true });
          window.arrivalOf = text => arrivals.get(text) ?? new Promise(arrived => waiting.set(text, arrived));
        }
        """;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Report.Title("dom: from one browser's Enter to another browser's DOM");
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"));
        using var writer = await ChatApi.RegisterAsync(server, "writer");
        using var reader = await ChatApi.RegisterAsync(server, "reader");
        var room = (await writer.CreateRoomAsync()).Id;
        await reader.JoinAsync(room);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(DebianChromium.Options);
        var from = await Browser.OpenAsync(browser, server, writer.Email, $"/rooms/{room}");
        var to = await Browser.OpenAsync(browser, server, reader.Email, $"/rooms/{room}");
        await from.EvaluateAsync(NoteEnter);
        await to.EvaluateAsync(NoteArrivals);

        var times = new List<double>(Messages);
        for (var i = -WarmUp; i < Messages; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var time = await SendAsync(from, to, string.Create(CultureInfo.InvariantCulture, $"Message {i} for the other browser"));
            if (i >= 0)
            {
                times.Add(time);
            }
        }

        var latencies = new Latencies(times);
        Report.Line("Enter to DOM", latencies);
        Report.Target("median", latencies.Median, MedianLimit, " ms");
    }

    private static async Task<double> SendAsync(IPage from, IPage to, string text)
    {
        var composer = from.Locator(".composer textarea");
        await composer.FillAsync(text);
        await composer.PressAsync("Enter");
        var arrived = await to.EvaluateAsync<double>("text => window.arrivalOf(text)", text).WaitAsync(TimeSpan.FromSeconds(10));
        return arrived - await from.EvaluateAsync<double>("() => window.enteredAt");
    }
}
