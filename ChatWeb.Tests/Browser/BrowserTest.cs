using System.Reflection;
using ChatWeb.Tests.Support;
using Microsoft.Playwright;

namespace ChatWeb.Tests.Browser;

/// <summary>
/// A test with people in front of browsers. It fails on whatever a page reports that was not expected, and leaves the
/// pictures of a failure and the server's output under <c>TestResults/Browser</c>.
/// </summary>
[Collection(Chromium.Collection)]
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    private readonly List<Person> _people = [];
    private ChatServer? _own;
    private int _printed;

    protected ChatServer Server => _own ?? chromium.Server;

    public ValueTask InitializeAsync()
    {
        _printed = Server.Output.Length;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        var unexpected = _people.SelectMany(person => person.Unexpected).ToList();
        var failed = unexpected.Count > 0 || TestContext.Current.TestState?.Result == TestResult.Failed;
        if (failed)
        {
            await KeepAsync();
        }

        foreach (var person in _people)
        {
            await person.DisposeAsync();
        }

        if (_own is not null)
        {
            await _own.DisposeAsync();
        }

        GC.SuppressFinalize(this);
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
    }

    /// <summary>From here on the test talks to a server of its own, that it may set up, kill and start.</summary>
    protected async Task<ChatServer> OwnServerAsync(bool setUp = true)
    {
        _own = await ChatServer.StartAsync(setUp, Chromium.ManyMessages);
        _printed = 0;
        return _own;
    }

    /// <summary>A browser of somebody who is not signed in.</summary>
    protected async Task<Person> VisitorAsync(Action<BrowserNewContextOptions>? choose = null)
    {
        var options = new BrowserNewContextOptions
        {
            BaseURL = Server.Address.ToString(),
            Locale = "en-US",
            TimezoneId = "Asia/Seoul",
            ColorScheme = ColorScheme.Light,
            ViewportSize = new() { Width = 1280, Height = 900 },
        };
        choose?.Invoke(options);
        var person = await Person.StartAsync(await chromium.Browser.NewContextAsync(options), Server);
        _people.Add(person);
        return person;
    }

    /// <summary>Somebody with an account, whose browser is signed in.</summary>
    protected async Task<Person> MemberAsync(string name, Action<BrowserNewContextOptions>? choose = null)
    {
        var person = await VisitorAsync(choose);
        await person.SignInAsync(await ChatApi.RegisterAsync(Server, name));
        return person;
    }

    private static string Sources { get; } = typeof(BrowserTest).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Sources").Value!;

    private async Task KeepAsync()
    {
        var name = TestContext.Current.TestMethod?.MethodName ?? GetType().Name;
        var folder = Directory.CreateDirectory(Path.Combine(Sources, "../ChatWeb.Tests/TestResults/Browser", name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "server.log"), Server.Output[_printed..]);
        for (var i = 0; i < _people.Count; i++)
        {
            await File.WriteAllLinesAsync(Path.Combine(folder, $"{i}.log"), _people[i].Reports);
            await _people[i].PictureAsync(Path.Combine(folder, $"{i}.png"));
        }
    }
}
