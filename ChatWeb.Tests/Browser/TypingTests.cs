using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class TypingTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Enter_finishes_a_Korean_syllable_before_it_sends()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);
        await alice.Composer.FocusAsync();
        var devtools = await alice.Context.NewCDPSessionAsync(alice.Page);

        await devtools.SendAsync("Input.imeSetComposition", new() { ["text"] = "한", ["selectionStart"] = 1, ["selectionEnd"] = 1 });
        await Expect(alice.Composer).ToHaveValueAsync("한");
        // What the browser sends for Enter while a syllable is being composed.
        await alice.Composer.DispatchEventAsync("keydown", new { key = "Enter", isComposing = true, bubbles = true, cancelable = true });
        await alice.Composer.DispatchEventAsync("keydown", new { key = "Enter", keyCode = 229, bubbles = true, cancelable = true });
        await devtools.SendAsync("Input.insertText", new() { ["text"] = "한글" });
        await Expect(alice.Composer).ToHaveValueAsync("한글");
        await Expect(alice.Bodies).ToHaveCountAsync(0);

        await alice.Page.Keyboard.PressAsync("Enter");
        await alice.SeesAsync("한글");
        await Expect(alice.Composer).ToHaveValueAsync("");
        await Expect(alice.Pending).ToHaveCountAsync(0);
        Assert.Equal(["한글"], (await alice.Api.PageAsync(room.Id)).Messages.Select(m => m.Body));
    }

    [Fact]
    public async Task Shift_Enter_breaks_the_line_and_the_field_grows()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);
        await alice.Composer.PressSequentiallyAsync("one");
        var height = await alice.Composer.EvaluateAsync<double>("e => e.clientHeight");

        await alice.Page.Keyboard.PressAsync("Shift+Enter");
        await alice.Composer.PressSequentiallyAsync("two");
        await Expect(alice.Composer).ToHaveValueAsync("one\ntwo");
        Assert.True(await alice.Composer.EvaluateAsync<double>("e => e.clientHeight") > height);

        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Pending).ToHaveCountAsync(0);
        Assert.Equal("one\ntwo", Assert.Single((await alice.Api.PageAsync(room.Id)).Messages).Body);
        Assert.Equal(height, await alice.Composer.EvaluateAsync<double>("e => e.clientHeight"));
    }

    [Fact]
    public async Task Blanks_send_nothing()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);

        await alice.SayAsync("  \n ");
        await alice.SayAsync("Something");

        await alice.SeesAsync("Something");
    }

    [Fact]
    public async Task A_draft_survives_a_reload_and_belongs_to_its_room()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync("Here");
        var other = await alice.Api.CreateRoomAsync("There");
        await alice.OpenAsync(room.Id);
        await alice.Composer.FillAsync("쓰다 만 글");

        await alice.ReloadAsync();
        await Expect(alice.Composer).ToHaveValueAsync("쓰다 만 글");
        await alice.OpenAsync(other.Id);
        await Expect(alice.Composer).ToHaveValueAsync("");

        await alice.OpenAsync(room.Id);
        await alice.Composer.PressAsync("Enter");
        await Expect(alice.Pending).ToHaveCountAsync(0);
        await alice.ReloadAsync();
        await Expect(alice.Composer).ToHaveValueAsync("");
    }
}
