using System.Diagnostics;
using ChatWeb.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class ScrollTests(Chromium chromium) : BrowserTest(chromium)
{
    /// <summary>Rounding of the layout; anything more is a jump.</summary>
    private const double Tolerance = 2;

    [Fact]
    public async Task At_the_end_the_talk_stays_at_its_end()
    {
        var (bob, alice, room) = await SeededAsync(40);
        using var _ = alice;
        await bob.OpenAsync(room);
        Assert.InRange(await bob.FromEndAsync(), -1, Tolerance);

        await alice.PostAsync(room, string.Join('\n', Enumerable.Repeat("A long message grows the talk.", 12)));
        await Expect(bob.Bodies).ToHaveCountAsync(41);
        Assert.InRange(await bob.FromEndAsync(), -1, Tolerance);
        await Expect(bob.Page.Locator("#jump")).ToBeHiddenAsync();

        await bob.Composer.FillAsync("one\ntwo\nthree\nfour\nfive");
        await bob.Page.WaitForFunctionAsync("() => { const m = document.querySelector('#messages'); return m.scrollHeight - m.scrollTop - m.clientHeight < 2; }");
    }

    [Fact]
    public async Task Scrolled_up_nothing_moves_and_the_button_counts_what_came()
    {
        var (bob, alice, room) = await SeededAsync(50);
        using var _ = alice;
        await bob.OpenAsync(room);
        await bob.Log.EvaluateAsync("e => { e.scrollTop = e.scrollHeight / 2 }");
        var jump = bob.Page.Locator("#jump");
        await Expect(jump).ToBeVisibleAsync();
        var seen = bob.Page.Locator("#messages article").Nth(28);
        await Expect(seen).ToBeInViewportAsync();
        var before = await Person.TopOfAsync(seen);

        for (var i = 1; i <= 3; i++)
        {
            await alice.PostAsync(room, $"New {i}");
        }

        await Expect(jump.Locator(".badge")).ToHaveTextAsync("3");
        Assert.InRange(await Person.TopOfAsync(seen) - before, -Tolerance, Tolerance);
        Assert.True(await bob.FromEndAsync() > 100);

        await jump.ClickAsync();
        await Expect(bob.Bodies.Last).ToBeInViewportAsync();
        await Expect(jump).ToBeHiddenAsync();
        await alice.PostAsync(room, "New 4");
        await Expect(bob.Bodies.Last).ToHaveTextAsync("New 4");
        await Expect(bob.Bodies.Last).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Ones_own_message_scrolls_into_view()
    {
        var (bob, alice, room) = await SeededAsync(50);
        using var _ = alice;
        await bob.OpenAsync(room);
        await bob.Log.EvaluateAsync("e => { e.scrollTop = e.scrollHeight / 2 }");
        await Expect(bob.Page.Locator("#jump")).ToBeVisibleAsync();

        await bob.SayAsync("Here I am");

        await Expect(bob.Bodies.Last).ToHaveTextAsync("Here I am");
        await Expect(bob.Bodies.Last).ToBeInViewportAsync();
        await Expect(bob.Pending).ToHaveCountAsync(0);
        Assert.InRange(await bob.FromEndAsync(), -1, Tolerance);
    }

    [Fact]
    public async Task Older_messages_load_above_without_a_jump_up_to_the_beginning()
    {
        var (bob, alice, room) = await SeededAsync(120);
        using var _ = alice;
        await bob.OpenAsync(room);
        await Expect(bob.Bodies).ToHaveCountAsync(50);

        await ScrollUpAsync(bob, "Message 71", 100);
        await ScrollUpAsync(bob, "Message 21", 120);

        await Expect(bob.Page.Locator("#older")).ToHaveTextAsync("This is where the talk begins");
        await bob.SeesAsync([.. Enumerable.Range(1, 120).Select(i => $"Message {i}")]);
    }

    [Fact]
    public async Task Coming_back_opens_at_the_first_unread()
    {
        var (bob, alice, room) = await SeededAsync(20);
        using var _ = alice;
        await PostAsync(alice, room, 21, 60);

        await bob.OpenAsync(room);
        var line = bob.Page.Locator(".rule.new");
        await Expect(line).ToBeInViewportAsync();
        Assert.Equal("Message 21", await line.EvaluateAsync<string>("e => e.nextElementSibling.querySelector('.body').textContent.trim()"));
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
        var (bob, alice, room) = await SeededAsync(20);
        using var _ = alice;
        await PostAsync(alice, room, 21, 150);

        await bob.OpenAsync(room);
        var line = bob.Page.Locator(".rule.new");
        await Expect(line).ToBeInViewportAsync();
        Assert.Equal("Message 21", await line.EvaluateAsync<string>("e => e.nextElementSibling.querySelector('.body').textContent.trim()"));
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
        var (bob, alice, room) = await SeededAsync(20);
        using var _ = alice;
        await PostAsync(alice, room, 21, 150);

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
        var (bob, alice, room) = await SeededAsync(20);
        using var _ = alice;
        await PostAsync(alice, room, 21, 150);

        await bob.OpenAsync(room);
        await bob.Page.WaitForResponseAsync(answer => answer.Url.EndsWith("/read", StringComparison.Ordinal));
        var unread = (await bob.Api.RoomAsync(room)).UnreadCount;
        Assert.InRange(unread, 100, 129);

        await bob.ReloadAsync();
        var line = bob.Page.Locator(".rule.new");
        Assert.Equal($"Message {151 - unread}", await line.EvaluateAsync<string>("e => e.nextElementSibling.querySelector('.body').textContent.trim()"));
    }

    private static async Task PostAsync(ChatApi person, long room, int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            await person.PostAsync(room, $"Message {i}");
        }
    }

    /// <summary>Waits until nothing is unread any more.</summary>
    private static async Task HasReadAsync(Person person, long room)
    {
        for (var wait = Stopwatch.StartNew(); (await person.Api.RoomAsync(room)).UnreadCount > 0;)
        {
            Assert.True(wait.Elapsed < TimeSpan.FromSeconds(10), "What was seen is not marked as read.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Scrolls to the top while the older page is held back, then lets it come and measures what was seen.</summary>
    private static async Task ScrollUpAsync(Person person, string first, int expected)
    {
        var held = new TaskCompletionSource();
        const string Older = "**/messages?before=*";
        await person.Page.RouteAsync(Older, async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        var message = person.Page.Locator("#messages article").Filter(new() { Has = person.Page.GetByText(first, new() { Exact = true }) });
        await person.Page.RunAndWaitForRequestAsync(
            () => person.Log.EvaluateAsync("e => { e.scrollTop = 0 }"),
            request => request.Url.Contains("before=", StringComparison.Ordinal));
        await person.Log.EvaluateAsync("e => { e.scrollTop = 30 }");
        await Expect(message).ToBeInViewportAsync();
        var before = await Person.TopOfAsync(message);

        held.SetResult();
        await Expect(person.Bodies).ToHaveCountAsync(expected);
        Assert.InRange(await Person.TopOfAsync(message) - before, -Tolerance, Tolerance);
        await person.Page.UnrouteAsync(Older);
    }

    /// <summary>A room of Alice's with messages that Bob has read, since he joined after them.</summary>
    private async Task<(Person Bob, ChatApi Alice, long Room)> SeededAsync(int messages)
    {
        var alice = await ChatApi.RegisterAsync(Server, "alice");
        var bob = await MemberAsync("bob");
        var room = await alice.CreateRoomAsync();
        await PostAsync(alice, room.Id, 1, messages);
        await bob.Api.JoinAsync(room.Id);
        return (bob, alice, room.Id);
    }
}
