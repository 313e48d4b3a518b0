using ChatWeb.Tests.Messages.Changes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class ChangingTests(Chromium chromium) : SeededRoomTest(chromium)
{
    [Fact]
    public async Task What_one_edits_and_deletes_changes_before_everybodys_eyes()
    {
        var (alice, bob, room) = await TwoAsync();
        await alice.SayAsync("**Frist** draft");
        await bob.SeesAsync("Frist draft");
        await Message(bob, "Frist draft").HoverAsync();
        await Expect(Action(bob, "edit")).ToBeHiddenAsync();
        await Action(bob, "reply").ClickAsync();
        await bob.SayAsync("A typo");
        await Expect(alice.Page.Locator(".quote span")).ToHaveTextAsync("Frist draft");

        await alice.Composer.PressAsync("ArrowUp");
        await Expect(alice.Composer).ToHaveValueAsync("**Frist** draft");
        await alice.SayAsync("**First** draft");
        await bob.SeesAsync("First draft", "A typo");
        await alice.SeesAsync("First draft", "A typo");
        await Expect(bob.Page.Locator(".edited")).ToHaveTextAsync("edited");
        await Expect(bob.Page.Locator(".quote span")).ToHaveTextAsync("First draft");
        await Expect(alice.Composer).ToHaveValueAsync("");

        await Message(alice, "First draft").HoverAsync();
        await Action(alice, "more").ClickAsync();
        await Action(alice, "delete").ClickAsync();
        await alice.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await bob.SeesAsync("This message was deleted.", "A typo");
        await Expect(bob.Page.Locator(".quote span")).ToHaveTextAsync("This message was deleted.");
        Assert.DoesNotContain("First draft", await bob.Page.ContentAsync(), StringComparison.Ordinal);

        // Alice owns the room: she sees what was there.
        await Message(alice, "This message was deleted.").HoverAsync();
        await Action(alice, "more").ClickAsync();
        await Action(alice, "history").ClickAsync();
        await Expect(alice.Page.Locator("#history-list .body")).ToHaveTextAsync(["First draft", "Frist draft"]);
        await alice.Page.Keyboard.PressAsync("Escape");
        await bob.ReloadAsync();
        await bob.SeesAsync("This message was deleted.", "A typo");
    }

    [Fact]
    public async Task An_answer_is_written_by_keyboard_alone_and_its_quote_leads_to_what_it_answers()
    {
        var (bob, alice, room) = await SeededAsync(60);
        using var _ = alice;
        await bob.OpenAsync(room);
        await bob.Log.FocusAsync();
        await bob.Page.Keyboard.PressAsync("ArrowUp");
        await bob.Page.Keyboard.PressAsync("ArrowUp");
        await bob.Page.Keyboard.PressAsync("Enter");
        await bob.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Action(bob, "reply")).ToBeFocusedAsync();
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(bob.Page.Locator(".composer-mode span")).ToHaveTextAsync("Message 59");
        await Expect(bob.Composer).ToBeFocusedAsync();
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(bob.Page.Locator(".composer-mode")).ToHaveCountAsync(0);

        var first = (await alice.PageAsync(room, "?limit=40")).Messages[0];
        await alice.PostAsync(room, "An answer", replyTo: first.Id);
        var quote = bob.Page.Locator(".quote");
        await Expect(quote).ToContainTextAsync(first.Body);
        var article = bob.Page.Locator($"#message-{first.Id}");
        await Expect(article).Not.ToBeInViewportAsync();
        await quote.ClickAsync();
        await Expect(article).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("found")); // for two seconds
        await Expect(article).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_message_is_forwarded_to_a_room_that_one_chooses()
    {
        var (alice, bob, room) = await TwoAsync();
        var other = await bob.Api.CreateRoomAsync("Workshop");
        await alice.SayAsync("Pass it on");
        await bob.SeesAsync("Pass it on");

        await Message(bob, "Pass it on").HoverAsync();
        await Action(bob, "more").ClickAsync();
        await Expect(Action(bob, "pin")).ToHaveCountAsync(0); // the room is not his
        await Action(bob, "forward").ClickAsync();
        await bob.Page.Locator("#forward-dialog .choice").Filter(new() { HasText = "Workshop" }).ClickAsync();
        await Expect(bob.Page.Locator("#toast")).ToHaveTextAsync("Forwarded.");

        await bob.OpenAsync(other.Id);
        await bob.SeesAsync("Pass it on");
        await Expect(bob.Page.Locator(".forwarded")).ToContainTextAsync("Forwarded from alice");
    }

    [Fact]
    public async Task A_message_is_copied_as_it_reads()
    {
        var (alice, bob, _) = await TwoAsync();
        await bob.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await alice.SayAsync("**Tea** at five");
        await bob.SeesAsync("Tea at five");

        await Message(bob, "Tea at five").HoverAsync();
        await Action(bob, "more").ClickAsync();
        await Action(bob, "copy").ClickAsync();

        await Expect(bob.Page.Locator("#toast")).ToHaveTextAsync("Copied");
        Assert.Equal("Tea at five", await bob.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task A_copied_link_opens_the_talk_around_an_old_message_which_is_marked()
    {
        var (bob, alice, room) = await SeededAsync(130);
        using var _ = alice;
        await bob.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var old = (await alice.PageAsync(room, $"?before={(await alice.PageAsync(room)).Messages[0].Id}&limit=20")).Messages[0];
        var answer = await alice.PostAsync(room, "An answer", replyTo: old.Id);
        await bob.OpenAsync(room);
        await bob.Page.Locator($"#message-{answer.Id} .quote").ClickAsync(); // which is not loaded
        var article = bob.Page.Locator($"#message-{old.Id}");
        await Expect(article).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("found")); // for two seconds
        await Expect(article).ToBeInViewportAsync();

        await article.Locator(".bubble").HoverAsync();
        await Action(bob, "more").ClickAsync();
        await Action(bob, "link").ClickAsync();
        await Expect(bob.Page.Locator("#toast")).ToHaveTextAsync("Copied");
        var link = await bob.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await bob.Page.GotoAsync("about:blank");
        await bob.Page.GotoAsync(link);
        await Expect(article).ToBeInViewportAsync();
        await Expect(bob.Page.Locator("#jump")).ToBeVisibleAsync();

        await alice.DeleteAsync(room, old.Id); // it is live there, too
        await Expect(article.Locator(".body")).ToHaveTextAsync("This message was deleted.");
    }

    [Fact]
    public async Task On_a_phone_a_tap_brings_the_actions_of_a_message()
    {
        var bob = await MemberAsync("bob", options =>
        {
            options.ViewportSize = new() { Width = 390, Height = 780 };
            (options.HasTouch, options.IsMobile) = (true, true);
        });
        var room = (await bob.Api.CreateRoomAsync()).Id;
        var said = await bob.Api.PostAsync(room, "Take me away");
        await bob.OpenAsync(room);

        await Message(bob, "Take me away").TapAsync();
        await Action(bob, "more").TapAsync();
        await Action(bob, "delete").TapAsync();
        await bob.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).TapAsync();

        await bob.SeesAsync("This message was deleted.");
        Assert.NotNull((await bob.Api.MessageAsync(room, said.Id)).DeletedAt);
    }

    private async Task<(Person Alice, Person Bob, long Room)> TwoAsync()
    {
        var (alice, bob) = (await MemberAsync("alice"), await MemberAsync("bob"));
        var room = (await alice.Api.CreateRoomAsync()).Id;
        await bob.Api.JoinAsync(room);
        await alice.OpenAsync(room);
        await bob.OpenAsync(room);
        return (alice, bob, room);
    }

    private static ILocator Message(Person person, string text) =>
        person.Page.Locator("#messages .message").Filter(new() { HasText = text }).Locator(".bubble").First;

    /// <summary>The button of an action as one sees it: in the bar, or in its menu.</summary>
    private static ILocator Action(Person person, string action) => person.Page.Locator($".message-actions [data-action={action}]:visible");
}
