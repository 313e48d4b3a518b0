using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

/// <summary>Where streams do not get through: a proxy that holds them back, or a browser with too many tabs.</summary>
public sealed class FallbackTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Stream = "**/chat/sse/*";

    [Fact]
    public async Task Without_a_stream_the_page_polls_says_so_and_goes_back()
    {
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        var room = await alice.Api.CreateRoomAsync("Garden");
        await bob.Api.JoinAsync(room.Id);
        await alice.OpenAsync(room.Id);
        await alice.SeesAsync();
        await alice.Api.PostAsync(room.Id, "before");
        await alice.SeesAsync("before");

        // As by a proxy that has no more of them for this browser: refused, and refused again.
        bob.Expects("429");
        await bob.Page.RouteAsync(Stream, route => route.FulfillAsync(new() { Status = 429, Headers = [new("Retry-After", "3")] }));
        await bob.Page.GotoAsync($"/rooms/{room.Id}");
        await Expect(bob.ConnectionLine).ToContainTextAsync("new messages come every few seconds");
        await alice.SayAsync("during");
        await bob.SayAsync("from the one who polls");
        await alice.SeesAsync("before", "during", "from the one who polls");
        await bob.SeesAsync("before", "during", "from the one who polls");

        await bob.Page.UnrouteAsync(Stream);
        await Expect(bob.ConnectionLine).ToBeHiddenAsync(new() { Timeout = 40_000 }); // the stream is tried less and less often
        await alice.SayAsync("after");
        await bob.SeesAsync("before", "during", "from the one who polls", "after");
        await bob.ReloadAsync();
        await bob.SeesAsync("before", "during", "from the one who polls", "after");
    }

    [Fact]
    public async Task A_stream_that_fails_five_times_is_replaced_by_polls_and_taken_up_again()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync("Garden");
        alice.Expects("ERR_FAILED");
        await alice.Page.RouteAsync(Stream, route => route.AbortAsync());
        await alice.Page.GotoAsync($"/rooms/{room.Id}");
        await Expect(alice.ConnectionLine).ToContainTextAsync("Trying again in");
        await alice.Api.PostAsync(room.Id, "unheard for now");
        // After 1, 2, 4 and 8 seconds it has failed five times.
        await Expect(alice.ConnectionLine).ToContainTextAsync("new messages come every few seconds", new() { Timeout = 30_000 });
        await alice.SeesAsync("unheard for now");

        await alice.Page.UnrouteAsync(Stream);
        await alice.Page.RunAndWaitForResponseAsync(
            () => alice.ConnectionLine.GetByRole(AriaRole.Button, new() { Name = "Now" }).ClickAsync(),
            answer => answer.Url.EndsWith($"/chat/sse/{room.Id}", StringComparison.Ordinal));
        await Expect(alice.ConnectionLine).ToBeHiddenAsync();
        await alice.Api.PostAsync(room.Id, "heard");
        await alice.SeesAsync("unheard for now", "heard");
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ko-KR")]
    public async Task On_a_phone_the_line_that_says_so_takes_two_lines_at_most(string language)
    {
        var alice = await MemberAsync("alice", options => (options.ViewportSize, options.Locale) = (new() { Width = 390, Height = 844 }, language));
        var room = await alice.Api.CreateRoomAsync("Garden");
        alice.Expects("429");
        await alice.Page.RouteAsync(Stream, route => route.FulfillAsync(new() { Status = 429, Headers = [new("Retry-After", "3")] }));

        await alice.Page.GotoAsync($"/rooms/{room.Id}");
        await Expect(alice.ConnectionLine).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("every few seconds|몇 초마다"));

        var lines = await alice.ConnectionLine.EvaluateAsync<double>(
            "e => (e.clientHeight - parseFloat(getComputedStyle(e).paddingBottom)) / parseFloat(getComputedStyle(e).lineHeight)");
        Assert.InRange(lines, 1, 2.2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Six_visible_tabs_over_plain_http_all_keep_up_and_can_write(bool locks)
    {
        var alice = await MemberAsync("alice");
        if (!locks)
        {
            await alice.UsePlainHttpAsync();
        }

        var room = await alice.Api.CreateRoomAsync("Garden");
        using var bob = await Support.ChatApi.RegisterAsync(Server, "bob");
        await bob.JoinAsync(room.Id);
        var tabs = new List<IPage>();
        for (var i = 0; i < 6; i++)
        {
            var tab = await alice.Context.NewPageAsync();
            await tab.GotoAsync($"/rooms/{room.Id}");
            tabs.Add(tab);
        }

        await bob.PostAsync(room.Id, "to all");
        foreach (var tab in tabs)
        {
            await Expect(tab.Locator("#messages .message .body")).ToHaveTextAsync(["to all"]);
        }

        for (var i = 0; i < tabs.Count; i++)
        {
            await tabs[i].Locator(".composer textarea").FillAsync($"from tab {i}");
            await tabs[i].Locator(".composer textarea").PressAsync("Enter");
            await Expect(tabs[i].Locator("#messages .message.pending")).ToHaveCountAsync(0);
        }

        foreach (var tab in tabs)
        {
            await Expect(tab.Locator("#messages .message .body")).ToHaveTextAsync(
                ["to all", "from tab 0", "from tab 1", "from tab 2", "from tab 3", "from tab 4", "from tab 5"]);
        }
    }
}
