using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class ReactionsOnThePageTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string React = "e => e.dispatchEvent(new CustomEvent('message:action', { bubbles: true, detail: { action: 'react', message: e } }))";
    private const string Pin = "e => e.dispatchEvent(new CustomEvent('message:action', { bubbles: true, detail: { action: 'pin', message: e } }))";

    [Fact]
    public async Task A_reaction_is_seen_by_the_other_and_taken_back_by_pressing_it_again()
    {
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        var room = (await alice.Api.CreateRoomAsync()).Id;
        await bob.Api.JoinAsync(room);
        var message = await alice.Api.PostAsync(room, "Done");
        await alice.OpenAsync(room);
        await bob.OpenAsync(room);
        var (hers, his) = (alice.Page.Locator($"#message-{message.Id} .reaction[data-emoji]"), bob.Page.Locator($"#message-{message.Id} .reaction[data-emoji]"));

        await bob.Page.Locator($"#message-{message.Id}").EvaluateAsync(React);
        await bob.Page.Keyboard.PressAsync("ArrowRight");
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(his).ToHaveTextAsync(["❤️1"]);
        await Expect(his).ToHaveClassAsync([new Regex("own")]);
        await Expect(hers).ToHaveTextAsync(["❤️1"]);
        await Expect(hers).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(hers).ToHaveAttributeAsync("title", new Regex("^bob[0-9]* reacted with ❤️"));

        await hers.ClickAsync();
        await Expect(his).ToHaveTextAsync(["❤️2"]);
        await hers.ClickAsync();
        await Expect(his).ToHaveTextAsync(["❤️1"]);
        await his.ClickAsync();
        await Expect(hers).ToHaveCountAsync(0);
        await Expect(his).ToHaveCountAsync(0);

        bob.Expects("net::ERR_FAILED");
        await bob.Page.RouteAsync("**/reactions/*", route => route.AbortAsync());
        await bob.Page.Locator($"#message-{message.Id}").EvaluateAsync(React);
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(bob.Page.Locator("#toast")).ToHaveTextAsync("That did not work. Try again.");
        await Expect(his).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_pinned_message_shows_its_mark_and_stands_in_the_list_that_leads_to_it()
    {
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        var room = (await alice.Api.CreateRoomAsync()).Id;
        await bob.Api.JoinAsync(room);
        var message = await bob.Api.PostAsync(room, "The address is Garden street 7");
        await alice.OpenAsync(room);
        await bob.OpenAsync(room);
        var body = bob.Page.Locator($"#message-{message.Id} .body");
        await body.EvaluateAsync("e => e.dataset.before = 'yes'");

        await alice.Page.Locator($"#message-{message.Id}").EvaluateAsync(Pin);
        await Expect(bob.Page.Locator($"#message-{message.Id} .pin-mark")).ToBeVisibleAsync();
        await Expect(body).ToHaveAttributeAsync("data-before", "yes"); // what it says stays in the page as it was
        await bob.Page.Locator(".pins-toggle").ClickAsync();
        var item = bob.Page.Locator("#pins .pins a");
        await Expect(item.Locator(".excerpt")).ToHaveTextAsync("The address is Garden street 7");
        await Expect(item).ToHaveAttributeAsync("href", $"/rooms/{room}?around={message.Id}");
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(bob.Page.Locator("#pins")).ToBeHiddenAsync();

        await alice.Page.Locator($"#message-{message.Id}").EvaluateAsync(Pin);
        await Expect(bob.Page.Locator($"#message-{message.Id} .pin-mark")).ToHaveCountAsync(0);
    }
}
