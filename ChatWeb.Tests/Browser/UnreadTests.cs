using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

/// <summary>Unread counts in the list of rooms and in the title, while something else is on the screen.</summary>
public sealed class UnreadTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Counts_rise_and_fall_live_in_all_tabs_of_a_browser()
    {
        var alice = await MemberAsync("alice");
        var (here, there) = (await alice.Api.CreateRoomAsync("Here"), await alice.Api.CreateRoomAsync("There"));
        using var bob = await Support.ChatApi.RegisterAsync(Server, "bob");
        await bob.JoinAsync(there.Id);
        await alice.OpenAsync(here.Id);
        var second = await alice.Context.NewPageAsync();
        await second.GotoAsync("/rooms");
        var link = alice.Page.Locator($".room-list .room-link[data-room='{there.Id}']");
        await Expect(link.Locator(".badge")).ToHaveCountAsync(0);

        await bob.PostAsync(there.Id, "one");
        await Expect(link.Locator(".badge span").First).ToHaveTextAsync("1");
        await bob.PostAsync(there.Id, "two");
        await Expect(link.Locator(".badge span").First).ToHaveTextAsync("2");
        await Expect(link).ToHaveClassAsync(new Regex("unread"));
        await Expect(alice.Page).ToHaveTitleAsync(new Regex("^\\(1\\) Here"));
        await Expect(second).ToHaveTitleAsync(new Regex("^\\(1\\) "));

        await second.GotoAsync($"/rooms/{there.Id}");
        await Expect(link.Locator(".badge")).ToHaveCountAsync(0);
        await Expect(alice.Page).ToHaveTitleAsync(new Regex("^Here"));
    }

    [Fact]
    public async Task A_room_that_one_joins_elsewhere_appears_in_the_list()
    {
        var alice = await MemberAsync("alice");
        var here = await alice.Api.CreateRoomAsync("Here");
        await alice.OpenAsync(here.Id);

        var added = await alice.Api.CreateRoomAsync("Brand new");
        await Expect(alice.Page.Locator($".room-list .room-link[data-room='{added.Id}']")).ToContainTextAsync("Brand new");
        using var left = await alice.Api.Http.PostAsync($"/api/chat/rooms/{added.Id}/leave", null);

        await Expect(alice.Page.Locator($".room-list .room-link[data-room='{added.Id}']")).ToHaveCountAsync(0);
    }
}
