using System.Globalization;
using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class ResetTests(Chromium chromium) : SeededRoomTest(chromium)
{
    [Fact]
    public async Task A_reader_of_old_messages_stays_where_they_are_and_misses_nothing_when_the_stream_can_not_go_on()
    {
        var (bob, alice, room) = await SeededAsync(130);
        using var _ = alice;
        var old = (await alice.PageAsync(room, "?limit=50")).Messages[0];
        await bob.MayHideAsync();
        await bob.Page.RunAndWaitForResponseAsync(
            () => bob.Page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/rooms/{room}?around={old.Id}")),
            answer => answer.Url.EndsWith($"/chat/sse/{room}", StringComparison.Ordinal));
        var article = bob.Page.Locator($"#message-{old.Id}");
        await Expect(article).ToBeFocusedAsync();
        await bob.HideAsync();

        using var carol = await ChatApi.RegisterAsync(Server, "carol");
        await carol.JoinAsync(room);
        await carol.PostAsync(room, "Message 131");
        await alice.EditAsync(room, old.Id, "Said better");
        var before = await Person.TopOfAsync(article);

        // A position that the room has not reached: the server says to begin anew.
        await bob.Page.RouteAsync($"**/chat/sse/{room}", route => route.ContinueAsync(new()
        {
            Headers = new Dictionary<string, string>(route.Request.Headers) { ["last-event-id"] = "1000000" },
        }));
        await bob.HideAsync(false);

        await Expect(article.Locator(".body")).ToHaveTextAsync("Said better");
        await Expect(bob.Page.Locator("#people [data-member-count]").First).ToHaveTextAsync("3");
        await Expect(bob.Page.Locator("#members .name").Filter(new() { HasText = "carol" })).ToHaveCountAsync(1);
        await Expect(article).ToBeFocusedAsync();
        Assert.InRange(await Person.TopOfAsync(article) - before, -Tolerance, Tolerance);
        await Expect(bob.Page.Locator("#jump")).ToBeVisibleAsync();
        await bob.Page.Locator("#jump").ClickAsync();
        await Expect(bob.Bodies.Last).ToHaveTextAsync("Message 131");
    }
}
