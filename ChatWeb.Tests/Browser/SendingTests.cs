using System.Collections.Concurrent;
using System.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class SendingTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Posts = "**/rooms/*/messages";

    [Fact]
    public async Task A_message_stands_there_at_once_and_settles_once()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);
        var held = new TaskCompletionSource();
        await alice.Page.RouteAsync(Posts, async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });

        await alice.SayAsync("First");
        await Expect(alice.Composer).ToHaveValueAsync("");
        await Expect(alice.Pending).ToContainTextAsync("First");
        await Expect(alice.Pending).ToContainTextAsync("Sending…");
        await Expect(alice.Pending).ToHaveClassAsync(Mine);
        await alice.SayAsync("Second");
        await alice.SeesAsync("First", "Second");
        Assert.Empty((await alice.Api.PageAsync(room.Id)).Messages);

        held.SetResult();
        await Expect(alice.Pending).ToHaveCountAsync(0);
        await alice.SeesAsync("First", "Second");
        Assert.Equal(["First", "Second"], (await alice.Api.PageAsync(room.Id)).Messages.Select(m => m.Body));
        await Expect(alice.Page.Locator("#messages article[data-number]")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task What_could_not_be_sent_stays_and_a_retry_is_the_same_message()
    {
        var alice = await MemberAsync("alice");
        alice.Expects("ERR_FAILED");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);
        var ids = await CollectAsync(alice, (route, attempt) => attempt == 1 ? route.AbortAsync() : route.ContinueAsync());

        await alice.SayAsync("Once");
        await Expect(alice.Pending).ToContainTextAsync("Not sent.");
        await Expect(alice.Pending.GetByRole(AriaRole.Button, new() { Name = "Discard" })).ToBeVisibleAsync();
        await alice.Pending.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();

        await Expect(alice.Pending).ToHaveCountAsync(0);
        await alice.SeesAsync("Once");
        Assert.Equal(2, ids.Count);
        Assert.Single(ids.Distinct());
        var message = Assert.Single((await alice.Api.PageAsync(room.Id)).Messages);
        Assert.Equal(Guid.Parse(ids.First()), message.ClientId);
    }

    [Fact]
    public async Task A_message_whose_answer_got_lost_is_one_message_after_the_retry()
    {
        var alice = await MemberAsync("alice");
        alice.Expects("ERR_FAILED");
        var room = await alice.Api.CreateRoomAsync();
        // Without the stream the page can't learn by itself that the server has the message.
        await alice.Page.RouteAsync("**/chat/sse/**", route => route.AbortAsync());
        await alice.Page.GotoAsync($"/rooms/{room.Id}");
        var ids = await CollectAsync(alice, async (route, attempt) =>
        {
            var answer = await route.FetchAsync();
            await (attempt == 1 ? route.AbortAsync() : route.FulfillAsync(new() { Response = answer }));
        });

        await alice.SayAsync("Once");
        await Expect(alice.Pending).ToContainTextAsync("Not sent.");
        Assert.Single((await alice.Api.PageAsync(room.Id)).Messages);
        await alice.Pending.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();

        await Expect(alice.Pending).ToHaveCountAsync(0);
        await alice.SeesAsync("Once");
        Assert.Single(ids.Distinct());
        Assert.Single((await alice.Api.PageAsync(room.Id)).Messages);
    }

    [Fact]
    public async Task A_refused_message_says_why_and_can_be_discarded()
    {
        var alice = await MemberAsync("alice");
        alice.Expects("status of 400");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);

        await alice.SayAsync(new string('x', 4_001));
        await Expect(alice.Pending.Locator(".why")).ToContainTextAsync("at most 4000 characters");
        await alice.SayAsync("Shorter");
        await Expect(alice.Pending).ToHaveCountAsync(1);
        await alice.Pending.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();

        await alice.SeesAsync("Shorter");
        await alice.ReloadAsync();
        await alice.SeesAsync("Shorter");
    }

    [Fact]
    public async Task What_is_not_sent_yet_survives_a_reload()
    {
        var alice = await MemberAsync("alice");
        alice.Expects("ERR_FAILED");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);
        var ids = await CollectAsync(alice, (route, attempt) => attempt == 1 ? route.AbortAsync() : route.ContinueAsync());

        await alice.SayAsync("Kept");
        await Expect(alice.Pending).ToContainTextAsync("Not sent.");
        await alice.ReloadAsync();

        await Expect(alice.Pending).ToHaveCountAsync(0);
        await alice.SeesAsync("Kept");
        Assert.Single(ids.Distinct());
        Assert.Single((await alice.Api.PageAsync(room.Id)).Messages);
    }

    private static System.Text.RegularExpressions.Regex Mine { get; } = new(@"\bmine\b");

    /// <summary>Answers posts of the page by their attempt, counted from 1; returns the client ids that they had.</summary>
    private static async Task<ConcurrentQueue<string>> CollectAsync(Person person, Func<IRoute, int, Task> answer)
    {
        var ids = new ConcurrentQueue<string>();
        await person.Page.RouteAsync(Posts, async route =>
        {
            ids.Enqueue(HttpUtility.ParseQueryString(route.Request.PostData!)["client_id"]!);
            await answer(route, ids.Count);
        });
        return ids;
    }
}
