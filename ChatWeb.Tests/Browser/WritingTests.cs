using ChatWeb.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

/// <summary>What the composer does for whoever writes.</summary>
public sealed class WritingTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_draft_follows_its_writer_to_another_device_and_goes_with_the_message()
    {
        var desk = await MemberAsync("alice");
        var room = await desk.Api.CreateRoomAsync();
        await desk.OpenAsync(room.Id);
        var phone = await VisitorAsync();
        await phone.SignInAsync(await ChatApi.SignInAsync(Server, desk.Api.Email));

        await desk.Page.RunAndWaitForResponseAsync(() => desk.Composer.FillAsync("쓰다 만 글"), answer => answer.Url.EndsWith("/draft", StringComparison.Ordinal));
        await phone.Page.GotoAsync("/rooms");
        await Expect(phone.Page.Locator($"#rooms [data-room='{room.Id}'] .draft")).ToBeVisibleAsync();
        await phone.OpenAsync(room.Id);
        await Expect(phone.Composer).ToHaveValueAsync("쓰다 만 글");

        await phone.Composer.PressAsync("Enter");
        await Expect(phone.Pending).ToHaveCountAsync(0);
        await desk.SeesAsync("쓰다 만 글");
        using var gone = await desk.Api.Http.GetAsync($"/api/chat/rooms/{room.Id}/draft");
        Assert.Equal(System.Net.HttpStatusCode.NoContent, gone.StatusCode);
    }

    [Fact]
    public async Task Commands_are_listed_answered_to_their_writer_and_seen_by_others()
    {
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        alice.Expects("400 (Bad Request)");
        var room = await alice.Api.CreateRoomAsync();
        await bob.Api.JoinAsync(room.Id);
        await alice.OpenAsync(room.Id);
        await bob.OpenAsync(room.Id);

        await alice.Page.Locator("#messages").FocusAsync();
        await alice.Page.Keyboard.TypeAsync("/he");
        await Expect(alice.Page.GetByRole(AriaRole.Option)).ToContainTextAsync(["/help"]);
        await alice.Page.Keyboard.PressAsync("Tab");
        await alice.Page.Keyboard.PressAsync("Enter");
        var answer = alice.Page.Locator("#composer-answer");
        await Expect(answer).ToContainTextAsync("/topic text");
        await Expect(alice.Composer).ToHaveValueAsync("");

        await alice.SayAsync("/hlep");
        await Expect(alice.Page.Locator("#composer-error")).ToContainTextAsync("There is no command /hlep");
        await Expect(answer).ToBeEmptyAsync();
        await alice.SayAsync("/me waves");
        await Expect(bob.Page.Locator(".message.action .body")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^alice.*waves$"));
        await alice.SayAsync("/topic Tea at five");
        await Expect(bob.Page.Locator(".bar .topic")).ToHaveTextAsync("Tea at five");
        await Expect(bob.Page.Locator(".message.notice")).ToContainTextAsync("Tea at five");
        await Expect(alice.Pending).ToHaveCountAsync(0);
        Assert.Equal(2, (await alice.Api.PageAsync(room.Id)).Messages.Count);
    }

    [Fact]
    public async Task Emoji_are_completed_by_name_and_chosen_by_keys()
    {
        var alice = await MemberAsync("alice");
        await alice.OpenAsync((await alice.Api.CreateRoomAsync()).Id);

        await alice.Composer.PressSequentiallyAsync("good :tad");
        await Expect(alice.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync(":tada:");
        await alice.Composer.PressAsync("Enter");
        await Expect(alice.Composer).ToHaveValueAsync("good 🎉");

        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Insert an emoji" }).ClickAsync();
        var picker = alice.Page.GetByRole(AriaRole.Dialog, new() { Name = "Choose an emoji" });
        await Expect(picker.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await alice.Page.Keyboard.TypeAsync("하트");
        await Expect(picker.Locator(".grid button").First).ToBeVisibleAsync();
        await alice.Page.Keyboard.PressAsync("ArrowDown");
        await alice.Page.Keyboard.PressAsync("ArrowRight");
        var second = await alice.Page.EvaluateAsync<string>("document.activeElement.textContent");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(picker).ToBeHiddenAsync();
        await Expect(alice.Composer).ToHaveValueAsync($"good 🎉{second}");
        await Expect(alice.Composer).ToBeFocusedAsync();

        var chosen = await alice.Page.EvaluateAsync<string>(
            "() => new Promise(chosen => { document.dispatchEvent(new CustomEvent('emoji:pick', { detail: { anchor: document.querySelector('.send'), chosen } })); document.querySelector('.emoji-picker [role=tab]:nth-child(2)').click(); setTimeout(() => document.querySelector('.emoji-picker .grid button').click(), 100); })");
        Assert.Equal("😀", chosen);
    }

    [Fact]
    public async Task People_are_completed_by_keys_also_while_a_name_is_composed()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        using var minjeong = await NamedAsync("김민정");
        await minjeong.JoinAsync(room.Id);
        await alice.OpenAsync(room.Id);
        var ime = await alice.Page.Context.NewCDPSessionAsync(alice.Page);

        await alice.Composer.PressSequentiallyAsync("안녕 @");
        foreach (var syllable in new[] { "ㄱ", "기", "김" })
        {
            await ime.SendAsync("Input.imeSetComposition", new() { ["text"] = syllable, ["selectionStart"] = 1, ["selectionEnd"] = 1 });
        }

        var option = alice.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = "김민정" });
        await Expect(option).ToBeVisibleAsync();
        await ime.SendAsync("Input.insertText", new() { ["text"] = "김" });
        await Expect(option).ToHaveAttributeAsync("aria-selected", "true");
        await alice.Composer.PressAsync("Enter");
        await Expect(alice.Composer).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^안녕 @김민정 $"));

        await alice.Composer.PressSequentiallyAsync("@he");
        await Expect(alice.Page.GetByRole(AriaRole.Option)).ToContainTextAsync(["@here"]);
        await alice.Composer.PressAsync("Escape");
        await Expect(alice.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);

        await alice.Page.Keyboard.PressAsync("Control+/");
        await Expect(alice.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.Page.Locator("#shortcuts")).ToBeHiddenAsync();
    }

    /// <summary>Somebody with a name that no e-mail address has.</summary>
    private async Task<ChatApi> NamedAsync(string name)
    {
        const string Email = "named@example.net";
        using var browser = await BrowserSession.RegisterAsync(Server, Email);
        using var saved = await browser.SubmitAsync("/account/profile", new() { ["DisplayName"] = name, ["Language"] = "ko", ["Theme"] = "System" });
        return await ChatApi.SignInAsync(Server, Email, BrowserSession.Password);
    }
}
