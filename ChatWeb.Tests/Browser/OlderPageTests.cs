using ChatWeb.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class OlderPageTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task An_older_page_that_comes_after_the_newest_took_its_place_leaves_no_gap()
    {
        using var alice = await ChatApi.RegisterAsync(Server, "alice");
        var bob = await MemberAsync("bob");
        var room = (await alice.CreateRoomAsync()).Id;
        await SayAsync(1, 100);
        await bob.Api.JoinAsync(room);
        await SayAsync(101, 220);
        await bob.OpenAsync(room);
        await Expect(bob.Page.Locator(".rule.new")).ToBeInViewportAsync();

        var held = new TaskCompletionSource();
        await bob.Page.RouteAsync("**/messages?before=*", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        var ended = new TaskCompletionSource();
        bob.Page.RequestFinished += (_, request) => EndOf(request);
        bob.Page.RequestFailed += (_, request) => EndOf(request);
        await bob.Page.RunAndWaitForRequestAsync(
            () => bob.Log.EvaluateAsync("e => { e.scrollTop = 0 }"),
            request => request.Url.Contains("before=", StringComparison.Ordinal));
        await bob.Page.Locator("#jump").ClickAsync();
        await Expect(bob.Bodies.Last).ToHaveTextAsync("Message 220");
        held.SetResult();
        await ended.Task.WaitAsync(SseClient.Patience);

        await alice.PostAsync(room, "Message 221");
        await Expect(bob.Bodies.Last).ToHaveTextAsync("Message 221");
        await bob.SeesAsync([.. Enumerable.Range(171, 51).Select(i => $"Message {i}")]);

        void EndOf(IRequest request)
        {
            if (request.Url.Contains("before=", StringComparison.Ordinal))
            {
                ended.TrySetResult();
            }
        }

        async Task SayAsync(int from, int to)
        {
            for (var i = from; i <= to; i++)
            {
                await alice.PostAsync(room, $"Message {i}");
            }
        }
    }
}
