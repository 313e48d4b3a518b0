using System.Collections.Concurrent;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

/// <summary>What is written is not lost, and stands there once.</summary>
public sealed class KeepingTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Posts = "**/rooms/*/messages";

    [Fact]
    public async Task Messages_and_commands_go_over_plain_http_too()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        await alice.UsePlainHttpAsync();
        await alice.OpenAsync(room.Id);
        Assert.Equal("undefined", await alice.Page.EvaluateAsync<string>("typeof crypto.randomUUID"));

        await alice.SayAsync("From the next desk");
        await alice.SayAsync("/topic Tea at five");

        await Expect(alice.Page.Locator(".bar .topic")).ToHaveTextAsync("Tea at five");
        await Expect(alice.Pending).ToHaveCountAsync(0);
        Assert.Equal("From the next desk", (await alice.Api.PageAsync(room.Id)).Messages[0].Body);
    }

    [Fact]
    public async Task What_could_not_be_sent_goes_from_another_room_and_is_asked_about_before_the_tab_goes()
    {
        var alice = await MemberAsync("alice");
        alice.Expects("ERR_FAILED");
        var here = await alice.Api.CreateRoomAsync("Here");
        var there = await alice.Api.CreateRoomAsync("There");
        var questions = new ConcurrentQueue<string>();
        alice.Page.Dialog += async (_, dialog) =>
        {
            questions.Enqueue(dialog.Type);
            await dialog.DismissAsync();
        };
        await alice.OpenAsync(here.Id);
        await alice.Page.RouteAsync(Posts, route => route.AbortAsync());
        await alice.SayAsync("First");
        await alice.SayAsync("Second");
        await Expect(alice.Pending).ToHaveCountAsync(2);
        await Expect(alice.Pending.First).ToContainTextAsync("Not sent.");

        var asked = new TaskCompletionSource();
        alice.Page.Dialog += (_, _) => asked.TrySetResult();
        await alice.Page.CloseAsync(new() { RunBeforeUnload = true });
        await asked.Task.WaitAsync(TimeSpan.FromMilliseconds(Chromium.Patience), TestContext.Current.CancellationToken);
        Assert.Equal(["beforeunload"], questions);

        await alice.Page.UnrouteAsync(Posts);
        await alice.Page.Locator($"#rooms [data-room='{there.Id}']").ClickAsync();
        await alice.Page.WaitForURLAsync($"**/rooms/{there.Id}");
        await alice.Page.WaitForFunctionAsync("() => !Object.keys(sessionStorage).some(key => key.startsWith('outbox:'))");
        await alice.OpenAsync(here.Id);
        await alice.SeesAsync("First", "Second");
        Assert.Single(questions);
    }

    [Fact]
    public async Task A_message_whose_page_is_left_at_once_is_sent_and_stands_there_once()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);
        // The server has it, and the page is gone before it is told.
        var reached = new TaskCompletionSource();
        await alice.Page.RouteAsync(Posts, async route =>
        {
            await route.FetchAsync();
            reached.TrySetResult();
        });
        await alice.SayAsync("Once");
        await reached.Task;
        await alice.Page.UnrouteAsync(Posts);

        await alice.ReloadAsync();
        await Expect(alice.Pending).ToHaveCountAsync(0);
        await alice.SeesAsync("Once");
        Assert.Single((await alice.Api.PageAsync(room.Id)).Messages);
    }
}
