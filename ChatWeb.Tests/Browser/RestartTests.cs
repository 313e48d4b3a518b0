using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class RestartTests(Chromium chromium) : BrowserTest(chromium)
{
    /// <summary>Streams and polls of rooms.</summary>
    private const string Updates = "**/chat/{sse,poll}/*";

    /// <summary>The fifth pause between two attempts takes up to 19 s, and the sixth again that; ms.</summary>
    private const float LongestPause = 45_000;

    [Fact]
    public async Task A_page_outlives_a_killed_server_and_misses_nothing()
    {
        var server = await OwnServerAsync();
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        bob.Expects("ERR_CONNECTION_REFUSED");
        bob.Expects("ERR_INCOMPLETE_CHUNKED_ENCODING");
        bob.Expects("ERR_CONNECTION_RESET");
        var room = await alice.Api.CreateRoomAsync();
        await bob.Api.JoinAsync(room.Id);
        await bob.OpenAsync(room.Id);
        await alice.Api.PostAsync(room.Id, "Before");
        await bob.SeesAsync("Before");

        server.Kill();
        await Expect(bob.ConnectionLine).ToContainTextAsync("Connection lost.");
        await bob.SayAsync("Written while it was down");
        await Expect(bob.Pending).ToContainTextAsync("Not sent.");

        await server.StartAsync();
        await alice.Api.PostAsync(room.Id, "Meanwhile");
        await Expect(bob.ConnectionLine).ToBeHiddenAsync(new() { Timeout = LongestPause });
        await Expect(bob.Pending).ToHaveCountAsync(0, new() { Timeout = LongestPause });
        await Expect(bob.Bodies).ToHaveCountAsync(3);
        var said = (await alice.Api.PageAsync(room.Id)).Messages.Select(m => m.Body).ToArray();
        Assert.Equal(["Before", "Meanwhile", "Written while it was down"], said.Order());
        await bob.SeesAsync(said);

        await alice.Api.PostAsync(room.Id, "Live again");
        await bob.SeesAsync([.. said, "Live again"]);
    }

    [Fact]
    public async Task The_reconnecting_line_can_be_told_to_try_now()
    {
        var bob = await MemberAsync("bob");
        bob.Expects("503");
        var room = await bob.Api.CreateRoomAsync();
        await bob.Page.RouteAsync(Updates, route => route.FulfillAsync(new() { Status = 503, Headers = [new("Retry-After", "300")] }));
        await bob.Page.GotoAsync($"/rooms/{room.Id}");
        await Expect(bob.ConnectionLine).ToContainTextAsync("Trying again in");

        await bob.Page.UnrouteAsync(Updates);
        await bob.ConnectionLine.GetByRole(AriaRole.Button, new() { Name = "Now" }).ClickAsync();

        await Expect(bob.ConnectionLine).ToBeHiddenAsync();
        await bob.Api.PostAsync(room.Id, "Back");
        await bob.SeesAsync("Back");
    }
}
