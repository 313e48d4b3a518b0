using ChatWeb.Tests.Support;
using Microsoft.Playwright;

namespace ChatWeb.Tests.Browser;

/// <summary>One Chromium and one server for every test here; people are kept apart by contexts and rooms.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Collection = "Chromium";

    /// <summary>What a page waits for comes in far less; it only ends a test that would fail anyway.</summary>
    public const float Patience = 10_000;

    private IPlaywright _playwright = null!;

    /// <summary>Tests that write many messages need more than a person may write.</summary>
    public static (string, string?) ManyMessages => ("Chat__Posting__Messages", "1000000");

    public IBrowser Browser { get; private set; } = null!;

    public ChatServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var starting = ChatServer.StartAsync(ManyMessages);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(DebianChromium.Options);
        Server = await starting;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}

/// <summary>Classes of one collection run one after the other: two browsers at a time are enough for a small machine.</summary>
[CollectionDefinition(Chromium.Collection)]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>;
