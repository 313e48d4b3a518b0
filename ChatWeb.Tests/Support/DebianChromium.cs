using Microsoft.Playwright;

namespace ChatWeb.Tests.Support;

/// <summary>The browser that the system has; Playwright's own can't be downloaded everywhere.</summary>
public static class DebianChromium
{
    public static BrowserTypeLaunchOptions Options { get; } = new()
    {
        ExecutablePath = "/usr/bin/chromium",
        Args =
        [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    };
}
