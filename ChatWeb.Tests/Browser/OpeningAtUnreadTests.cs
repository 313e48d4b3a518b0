using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class OpeningAtUnreadTests(Chromium chromium) : SeededRoomTest(chromium)
{
    [Fact]
    public async Task Coming_back_opens_at_the_first_unread()
    {
        var (bob, alice, room) = await SeededAsync(20, unread: 40);
        using var _ = alice;

        await bob.OpenAsync(room);
        var line = bob.Page.Locator(".rule.new");
        await Expect(line).ToBeInViewportAsync();
        Assert.Equal("Message 21", await AfterAsync(line));
        await Expect(bob.Bodies.Last).Not.ToBeInViewportAsync();

        await bob.Page.Locator("#jump").ClickAsync();
        await HasReadAsync(bob, room);
        await bob.ReloadAsync();
        await Expect(line).ToHaveCountAsync(0);
        await Expect(bob.Bodies.Last).ToBeInViewportAsync();
    }

    [Fact]
    public async Task However_much_is_unread_it_opens_at_the_first_and_leads_to_the_newest()
    {
        var (bob, alice, room) = await SeededAsync(20, unread: 130);
        using var _ = alice;

        await bob.OpenAsync(room);
        var line = bob.Page.Locator(".rule.new");
        await Expect(line).ToBeInViewportAsync();
        Assert.Equal("Message 21", await AfterAsync(line));
        await Expect(bob.Bodies.First).ToHaveTextAsync("Message 16");
        var seen = bob.Page.GetByText("Message 25", new() { Exact = true });
        var before = await Person.TopOfAsync(seen);

        // What comes now has no place on the page yet.
        await alice.PostAsync(room, "Message 151");
        await Expect(bob.Page.Locator("#jump .badge")).ToHaveTextAsync("1");
        Assert.InRange(await Person.TopOfAsync(seen) - before, -Tolerance, Tolerance);

        while (await bob.Page.Locator("#newer").CountAsync() > 0)
        {
            await bob.Log.EvaluateAsync("e => { e.scrollTop = e.scrollHeight }");
            await bob.Page.EvaluateAsync("new Promise(requestAnimationFrame)");
        }

        await bob.SeesAsync([.. Enumerable.Range(16, 136).Select(i => $"Message {i}")]);
        await bob.Log.EvaluateAsync("e => { e.scrollTop = e.scrollHeight }");
        await HasReadAsync(bob, room);
        await alice.PostAsync(room, "Message 152");
        await Expect(bob.Bodies.Last).ToHaveTextAsync("Message 152");
        await Expect(bob.Bodies.Last).ToBeInViewportAsync();
    }

    [Fact]
    public async Task From_the_first_unread_one_tap_or_ones_own_message_leads_to_the_newest()
    {
        var (bob, alice, room) = await SeededAsync(20, unread: 130);
        using var _ = alice;

        await bob.OpenAsync(room);
        await bob.Page.Locator("#jump").ClickAsync();
        await Expect(bob.Bodies.Last).ToHaveTextAsync("Message 150");
        await Expect(bob.Bodies.Last).ToBeInViewportAsync();
        await Expect(bob.Bodies).ToHaveCountAsync(50);
        await HasReadAsync(bob, room);

        await PostAsync(alice, room, 151, 210);
        await bob.Page.GotoAsync("about:blank");
        await PostAsync(alice, room, 211, 270);
        await bob.OpenAsync(room);
        await bob.SayAsync("Here I am");
        await Expect(bob.Pending).ToHaveCountAsync(0);
        await Expect(bob.Bodies.Last).ToHaveTextAsync("Here I am");
        await Expect(bob.Bodies.Last).ToBeInViewportAsync();
        await alice.PostAsync(room, "Welcome back");
        await Expect(bob.Bodies.Last).ToHaveTextAsync("Welcome back");
        string[] said = [.. Enumerable.Range(1, 270).Select(i => $"Message {i}"), "Here I am", "Welcome back"];
        var shown = (await bob.Bodies.AllTextContentsAsync()).Select(text => text.Trim()).ToArray();
        Assert.Equal(said[^shown.Length..], shown);
    }

    [Fact]
    public async Task What_was_in_view_is_read_and_the_rest_is_not()
    {
        var (bob, alice, room) = await SeededAsync(20, unread: 130);
        using var _ = alice;

        await bob.Page.RunAndWaitForResponseAsync(() => bob.OpenAsync(room), answer => answer.Url.EndsWith("/read", StringComparison.Ordinal));
        var unread = (await bob.Api.RoomAsync(room)).UnreadCount;
        Assert.InRange(unread, 100, 129);

        await bob.ReloadAsync();
        var line = bob.Page.Locator(".rule.new");
        Assert.Equal($"Message {151 - unread}", await AfterAsync(line));
    }

    /// <summary>The first message below the line.</summary>
    private static Task<string> AfterAsync(ILocator line) =>
        line.EvaluateAsync<string>("e => e.nextElementSibling.querySelector('.body').textContent.trim()");

    /// <summary>Waits until nothing is unread any more.</summary>
    private static async Task HasReadAsync(Person person, long room)
    {
        for (var wait = Stopwatch.StartNew(); (await person.Api.RoomAsync(room)).UnreadCount > 0;)
        {
            Assert.True(wait.Elapsed < TimeSpan.FromSeconds(10), "What was seen is not marked as read.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
