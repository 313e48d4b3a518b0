using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

/// <summary>One tab of a browser holds the user's own stream and tells the others.</summary>
public sealed class LeaderTabTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_tab_holds_the_stream_and_another_takes_over_when_it_is_closed(bool locks)
    {
        var alice = await MemberAsync("alice");
        if (!locks)
        {
            await alice.UsePlainHttpAsync();
        }

        var room = await alice.Api.CreateRoomAsync("Garden");
        using var bob = await Support.ChatApi.RegisterAsync(Server, "bob");
        await bob.JoinAsync(room.Id);
        var holders = new ConcurrentQueue<IPage>();
        alice.Context.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/chat/sse/me", StringComparison.Ordinal))
            {
                holders.Enqueue(request.Frame.Page);
            }
        };

        var tabs = new List<IPage>();
        for (var i = 0; i < 3; i++)
        {
            tabs.Add(await alice.Context.NewPageAsync());
            await tabs[i].GotoAsync("/rooms");
        }

        await bob.PostAsync(room.Id, "one");
        await AllShowAsync(tabs, "1");
        var leader = Assert.Single(holders);

        // A tab that comes later learns what holds from the one that leads.
        tabs.Add(await alice.Context.NewPageAsync());
        await tabs[^1].GotoAsync("/rooms");
        await Expect(tabs[^1]).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^\\(1\\) "));
        Assert.Single(holders);

        tabs.Remove(leader);
        await leader.CloseAsync();
        await bob.PostAsync(room.Id, "two");
        await AllShowAsync(tabs, "2");
        Assert.Equal(2, holders.Count);
    }

    private static async Task AllShowAsync(IEnumerable<IPage> tabs, string count)
    {
        foreach (var tab in tabs)
        {
            await Expect(tab.Locator(".room-list .badge span").First).ToHaveTextAsync(count);
        }
    }
}
