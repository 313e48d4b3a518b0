using ChatWeb.Tests.Support;
using Microsoft.Playwright;

namespace ChatWeb.Benchmarks;

/// <summary>Each person in a context of their own.</summary>
internal static class Browser
{
    /// <summary>Opens a page as somebody and waits until its stream is open.</summary>
    public static async Task<IPage> OpenAsync(IBrowser browser, ChatServer server, string email, string path)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = server.Address.ToString() });
        var signedIn = await context.APIRequest.PostAsync(
            "/api/identity/login?useCookies=true",
            new() { DataObject = new { email, password = ChatApi.Password } });
        if (!signedIn.Ok)
        {
            throw new InvalidOperationException($"Signing in: {signedIn.Status} {await signedIn.TextAsync()}");
        }

        var page = await context.NewPageAsync();
        var streaming = page.WaitForResponseAsync(answer => answer.Url.Contains("/chat/sse/", StringComparison.Ordinal));
        await page.GotoAsync(path);
        await streaming;
        return page;
    }
}
