using System.Collections.Concurrent;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class HiddenTabTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_hidden_tab_gives_up_its_stream_and_catches_up_when_shown()
    {
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        var room = await alice.Api.CreateRoomAsync();
        await bob.Api.JoinAsync(room.Id);
        await bob.MayHideAsync();
        await bob.OpenAsync(room.Id);
        await alice.Api.PostAsync(room.Id, "Before");
        await bob.SeesAsync("Before");

        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var opened = new ConcurrentQueue<string>();
        bob.Page.RequestFailed += (_, request) => ended.TrySetResult(request.Url);
        bob.Page.Request += (_, request) => opened.Enqueue(request.Url);
        await bob.HideAsync();
        Assert.Contains("/chat/sse/", await ended.Task.WaitAsync(TimeSpan.FromSeconds(5)), StringComparison.Ordinal);

        await alice.Api.PostAsync(room.Id, "While hidden");
        await alice.Api.PostAsync(room.Id, "Hidden still");
        await bob.Page.EvaluateAsync("dispatchEvent(new Event('online'))");
        // A request goes and comes back, and nothing of the room came with it.
        await bob.Page.EvaluateAsync("fetch('/health/live').then(() => {})");
        await bob.SeesAsync("Before");
        Assert.DoesNotContain(opened, url => url.Contains("/chat/sse/", StringComparison.Ordinal));

        await bob.Page.RunAndWaitForResponseAsync(
            () => bob.HideAsync(false),
            answer => answer.Url.Contains("/chat/sse/", StringComparison.Ordinal));
        await bob.SeesAsync("Before", "While hidden", "Hidden still");
        await Expect(bob.ConnectionLine).ToBeHiddenAsync();
        await Expect(bob.Page.Locator(".rule.new")).ToHaveTextAsync("New from here");
        await alice.Api.PostAsync(room.Id, "After");
        await bob.SeesAsync("Before", "While hidden", "Hidden still", "After");
    }
}
