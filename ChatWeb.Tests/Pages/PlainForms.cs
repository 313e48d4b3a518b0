using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Pages;

/// <summary>The forms of a room, and somebody to fill them in.</summary>
internal static class PlainForms
{
    public const string NewRoom = "form[method=post]:has([name=kind])";
    public const string Composer = "form.composer";

    private static int _people;

    public static Task<BrowserSession> RegisterAsync(ChatServer server) =>
        BrowserSession.RegisterAsync(server, $"forms{Interlocked.Increment(ref _people)}@example.org");

    public static async Task<string> CreateRoomAsync(this BrowserSession browser, string name, string kind = "public", string topic = "")
    {
        using var created = await browser.SendAsync(await browser.OpenAsync("/rooms/new"), NewRoom, ("name", name), ("topic", topic), ("kind", kind));
        Assert.Equal(HttpStatusCode.SeeOther, created.StatusCode);
        return created.Headers.Location!.ToString();
    }
}
