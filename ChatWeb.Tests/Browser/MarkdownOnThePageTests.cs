using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class MarkdownOnThePageTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Code = "```cs\npublic async Task<string> GreetAsync(string name) => $\"Hello, {name}\"; // 42, and so long that it has to scroll by itself\n```";
    private const string Table = "이름 | 상태 | 남은 횟수 | 비고 | 담당\n---|:-:|--:|---|---\n김민정 | ✓ | 12 | 무릎 각도를 다시 보기로 했어요 | 박도현\n이서연 | | 3 | abcdefghijklmnopqrstuvwxyz0123456789 | 박도현";

    [Fact]
    public async Task Code_gets_colours_that_can_be_read_when_it_comes_and_is_copied_as_it_was_typed()
    {
        var alice = await MemberAsync("alice", options => options.ReducedMotion = ReducedMotion.Reduce);
        await alice.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var room = (await alice.Api.CreateRoomAsync()).Id;
        await alice.OpenAsync(room);
        Assert.False(await AsksForColoursAsync(alice));

        await alice.Api.PostAsync(room, Code);
        await Expect(alice.Bodies.Locator(".hljs-string").First).ToContainTextAsync("Hello");
        Assert.True(await AsksForColoursAsync(alice));
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await alice.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            Assert.Equal("", await alice.Page.EvaluateAsync<string>(ContrastTests.Faint.Replace("body *", "#messages *", StringComparison.Ordinal)));
        }

        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the code" }).ClickAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal(Code[6..^4], await alice.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task Covered_text_is_uncovered_by_the_keyboard_and_told_to_nobody_before()
    {
        var alice = await MemberAsync("alice");
        var room = (await alice.Api.CreateRoomAsync()).Id;
        await alice.Api.PostAsync(room, "It was ||the *butler*|| and ||the cook||");
        await alice.OpenAsync(room);
        var covered = alice.Bodies.GetByRole(AriaRole.Button, new() { Name = "Covered text: press to read it" });
        await Expect(covered).ToHaveCountAsync(2);
        await Expect(alice.Page.GetByText("butler")).ToBeHiddenAsync();

        await covered.First.FocusAsync();
        await Expect(alice.Page.GetByText("butler")).ToBeHiddenAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.GetByText("butler")).ToBeVisibleAsync();
        await covered.ClickAsync();
        await Expect(alice.Page.GetByText("the cook")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_the_focus_uncovers()
    {
        var alice = await MemberAsync("alice", options => options.JavaScriptEnabled = false);
        var room = (await alice.Api.CreateRoomAsync()).Id;
        await alice.Api.PostAsync(room, "It was ||the butler||");
        await alice.Page.GotoAsync($"/rooms/{room}");
        await Expect(alice.Page.GetByText("the butler")).ToBeHiddenAsync();

        await alice.Bodies.Locator(".spoiler").ClickAsync();

        await Expect(alice.Page.GetByText("the butler")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Wide_tables_and_code_scroll_inside_their_bubble_on_a_phone()
    {
        var alice = await MemberAsync("alice", options => options.ViewportSize = new() { Width = 390, Height = 844 });
        var room = (await alice.Api.CreateRoomAsync()).Id;
        await alice.Api.PostAsync(room, Table);
        await alice.Api.PostAsync(room, Code);
        await alice.OpenAsync(room);

        foreach (var scroller in (string[])[".table", "pre"])
        {
            var (inner, own, bubble) = await alice.Bodies.Locator(scroller).EvaluateAsync<double[]>(
                "e => [e.scrollWidth, e.clientWidth, e.closest('.bubble').getBoundingClientRect().right]") is [var a, var b, var c] ? (a, b, c) : default;
            Assert.True(inner > own && bubble <= 390, $"{scroller}: {inner} in {own}, bubble up to {bubble}");
        }

        Assert.Equal(0, await alice.Log.EvaluateAsync<double>("e => e.scrollWidth - e.clientWidth"));
    }

    private static Task<bool> AsksForColoursAsync(Person person) =>
        person.Page.EvaluateAsync<bool>("performance.getEntriesByType('resource').some(r => r.name.includes('/colours-'))");
}
