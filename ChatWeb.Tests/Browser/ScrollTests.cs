using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class ScrollTests(Chromium chromium) : SeededRoomTest(chromium)
{
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
        // What is read stays; the name above it goes when the one before turns out to be by the same sender.
        var text = message.Locator(".body");
        var before = await Person.TopOfAsync(text);

        held.SetResult();
        await Expect(person.Bodies).ToHaveCountAsync(expected);
        Assert.InRange(await Person.TopOfAsync(text) - before, -Tolerance, Tolerance);
        await person.Page.UnrouteAsync(Older);
    }
}
