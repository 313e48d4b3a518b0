using System.Collections.Concurrent;
using System.Globalization;
using ChatWeb.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

/// <summary>Somebody with a browser of their own: one context, one page.</summary>
public sealed class Person : IAsyncDisposable
{
    /// <summary>The console has violations too, but this also says them of what a page does late.</summary>
    private const string ReportViolations =
        "addEventListener('securitypolicyviolation', e => console.error('CSP violation', e.violatedDirective, e.blockedURI, e.sourceFile))";

    /// <summary>This machine counts as secure however it is spoken to.</summary>
    private const string OverPlainHttp =
        """
        const take = (type, name) => Object.defineProperty(type.prototype, name, { get: () => undefined });
        for (const name of ['locks', 'clipboard', 'serviceWorker', 'storage']) take(Navigator, name);
        for (const name of ['randomUUID', 'subtle']) take(Crypto, name);
        """;

    /// <summary>Headless pages count as visible always, so the page is told.</summary>
    private const string CanHide =
        """
        let isHidden = false;
        Object.defineProperty(Document.prototype, 'hidden', { get: () => isHidden });
        Object.defineProperty(Document.prototype, 'visibilityState', { get: () => isHidden ? 'hidden' : 'visible' });
        window.setHidden = value => { isHidden = value; document.dispatchEvent(new Event('visibilitychange')); };
        """;

    private readonly ConcurrentQueue<string> _reports = new();
    private readonly List<string> _expected = [];
    private readonly ChatServer _server;

    private Person(IBrowserContext context, IPage page, ChatServer server)
    {
        Context = context;
        Page = page;
        _server = server;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _reports.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _reports.Enqueue($"exception: {error}");
        page.Crash += (_, _) => _reports.Enqueue("The page crashed.");
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>The same person as a program, for what the test needs done quickly.</summary>
    public ChatApi Api { get; private set; } = null!;

    /// <summary>Errors, warnings and violations that the page reported.</summary>
    public IReadOnlyCollection<string> Reports => _reports;

    public IEnumerable<string> Unexpected =>
        _reports.Where(report => !_expected.Any(part => report.Contains(part, StringComparison.Ordinal)));

    public ILocator Composer => Page.Locator(".composer textarea");

    public ILocator Log => Page.Locator("#messages");

    /// <summary>What the talk shows, pending messages too, from top to bottom.</summary>
    public ILocator Bodies => Page.Locator("#messages .message .body");

    public ILocator Pending => Page.Locator("#messages .message.pending");

    public ILocator ConnectionLine => Page.Locator("#connection");

    public static async Task<Person> StartAsync(IBrowserContext context, ChatServer server)
    {
        context.SetDefaultTimeout(Chromium.Patience);
        await context.AddInitScriptAsync(ReportViolations);
        return new Person(context, await context.NewPageAsync(), server);
    }

    /// <summary>A message with this in it is what the test is about, and no failure.</summary>
    public void Expects(string report) => _expected.Add(report);

    public async Task SignInAsync(ChatApi api, string password = ChatApi.Password)
    {
        Api = api;
        var answer = await Context.APIRequest.PostAsync(
            "/api/identity/login?useCookies=true",
            new() { DataObject = new { email = api.Email, password } });
        Assert.True(answer.Ok, $"Signing in: {answer.Status} {await answer.TextAsync()}");
    }

    /// <summary>Pages that are opened from now on have what browsers give over plain HTTP from another machine.</summary>
    public Task UsePlainHttpAsync() => Context.AddInitScriptAsync(OverPlainHttp);

    /// <summary>Pages that are opened from now on can be hidden.</summary>
    public Task MayHideAsync() => Context.AddInitScriptAsync(CanHide);

    /// <summary>The page behind another one, or in front again.</summary>
    public Task HideAsync(bool hide = true) => Page.EvaluateAsync("setHidden", hide);

    /// <summary>Opens a room and waits until its stream is open.</summary>
    public async Task OpenAsync(long roomId)
    {
        await Page.RunAndWaitForResponseAsync(
            () => Page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/rooms/{roomId}")),
            IsStream);
    }

    public Task ReloadAsync() => Page.RunAndWaitForResponseAsync(() => Page.ReloadAsync(), IsStream);

    /// <summary>Types a message and sends it with Enter.</summary>
    public async Task SayAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    /// <summary>Waits until the talk shows exactly this, each once and in this order.</summary>
    public Task SeesAsync(params string[] texts) => Expect(Bodies).ToHaveTextAsync(texts);

    /// <summary>Where an element's upper edge stands in the window, in pixels.</summary>
    public static async Task<double> TopOfAsync(ILocator element) =>
        await element.EvaluateAsync<double>("e => e.getBoundingClientRect().top");

    /// <summary>How far the end of the talk is below what is seen, in pixels.</summary>
    public Task<double> FromEndAsync() => Log.EvaluateAsync<double>("e => e.scrollHeight - e.scrollTop - e.clientHeight");

    public async Task PictureAsync(string file)
    {
        try
        {
            await Page.ScreenshotAsync(new() { Path = file, Timeout = 5_000 });
        }
        catch (PlaywrightException)
        {
            // A page that is gone has no picture; the failure itself says more.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        await Context.CloseAsync();
    }

    private bool IsStream(IResponse answer) =>
        long.TryParse(answer.Url.Replace(new Uri(_server.Address, "/chat/sse/").ToString(), "", StringComparison.Ordinal), out _);
}
