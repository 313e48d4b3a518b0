using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class SafetyTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Attack = "<img src=x onerror=\"window.attacked = true\"><script>window.attacked = true</script> [go](javascript:window.attacked=true)";

    [Fact]
    public async Task What_people_write_is_never_run()
    {
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        var room = await alice.Api.CreateRoomAsync("<script>window.attacked = true</script>", topic: "<b onclick=x>");
        await bob.Api.JoinAsync(room.Id);
        await alice.OpenAsync(room.Id);
        await bob.OpenAsync(room.Id);

        await alice.SayAsync(Attack);
        foreach (var person in (Person[])[alice, bob])
        {
            await Expect(person.Pending).ToHaveCountAsync(0);
            await Expect(person.Bodies).ToContainTextAsync("<script>window.attacked = true</script>");
            await person.ReloadAsync();
            await Expect(person.Bodies).ToContainTextAsync("<img src=x onerror=\"window.attacked = true\">");
            await Expect(person.Log.Locator("img, script, [onerror], a[href^='javascript']")).ToHaveCountAsync(0);
            await Expect(person.Page.Locator("h1")).ToHaveTextAsync("<script>window.attacked = true</script>");
            Assert.False(await person.Page.EvaluateAsync<bool>("'attacked' in window"));
        }
    }

    [Fact]
    public async Task Only_ones_own_messages_are_mine_whatever_client_id_others_use()
    {
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        var room = await alice.Api.CreateRoomAsync();
        await bob.Api.JoinAsync(room.Id);
        await alice.OpenAsync(room.Id);
        await bob.OpenAsync(room.Id);
        var held = new TaskCompletionSource();
        await alice.Page.RouteAsync("**/rooms/*/messages", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });

        await alice.SayAsync("From Alice");
        var clientId = Guid.Parse((await alice.Pending.GetAttributeAsync("data-client-id"))!);
        await bob.Api.PostAsync(room.Id, "From Bob", clientId);
        await alice.SeesAsync("From Bob", "From Alice");
        await Expect(alice.Pending).ToContainTextAsync("From Alice");
        held.SetResult();

        await Expect(alice.Pending).ToHaveCountAsync(0);
        foreach (var (person, own) in (IEnumerable<(Person, string)>)[(alice, "From Alice"), (bob, "From Bob")])
        {
            await person.SeesAsync("From Bob", "From Alice");
            await Expect(person.Page.Locator("#messages .mine .body")).ToHaveTextAsync([own]);
            await person.ReloadAsync();
            await Expect(person.Page.Locator("#messages .mine .body")).ToHaveTextAsync([own]);
        }
    }

    [Fact]
    public async Task Every_screen_has_a_strict_policy_and_breaks_it_nowhere()
    {
        var reader = await MemberAsync("reader");
        var visitor = await VisitorAsync();
        reader.Expects("status of 404");
        foreach (var (person, path) in (IEnumerable<(Person, string)>)
        [
            .. (await Screens.PrepareAsync(Server, reader.Api)).Select(screen => (reader, screen.Path)),
            .. Screens.Outside.Select(screen => (visitor, screen.Path)),
        ])
        {
            var answer = await person.Page.GotoAsync(path);
            var policy = (await answer!.AllHeadersAsync())["content-security-policy"];
            Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
            await Expect(person.Page.Locator("[style], style, script:not([src])")).ToHaveCountAsync(0);
        }
        // That nothing was reported is seen to when the test ends; here, that a report would have been.
        reader.Expects("inline");
        await reader.Page.RunAndWaitForConsoleMessageAsync(
            () => reader.Page.EvaluateAsync("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))"),
            new() { Predicate = message => message.Text.Contains("CSP violation", StringComparison.Ordinal) });
        Assert.False(await reader.Page.EvaluateAsync<bool>("'ran' in window"));
        Assert.Contains(reader.Reports, report => report.Contains("CSP violation", StringComparison.Ordinal));
    }
}
