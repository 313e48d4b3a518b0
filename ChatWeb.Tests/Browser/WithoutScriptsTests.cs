using System.Text.RegularExpressions;
using ChatWeb.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed partial class WithoutScriptsTests(Chromium chromium) : BrowserTest(chromium)
{
    private static void NoScripts(BrowserNewContextOptions options) => options.JavaScriptEnabled = false;

    [Fact]
    public async Task Everything_but_liveness_works_by_plain_forms_and_links()
    {
        using var host = await ChatApi.RegisterAsync(Server, "host");
        var room = await host.CreateRoomAsync($"Archive {Guid.NewGuid():N}");
        for (var i = 1; i <= 60; i++)
        {
            await host.PostAsync(room.Id, $"Message {i}");
        }

        using var account = await ChatApi.RegisterAsync(Server, "plain");
        var reader = await VisitorAsync(NoScripts);
        var page = reader.Page;
        await page.GotoAsync("/");
        await Expect(page).ToHaveURLAsync(SignInPage());
        await page.GetByLabel("E-mail").FillAsync(account.Email);
        await page.GetByLabel("Password").FillAsync(ChatApi.Password);
        await ClickAsync(page, "Sign in");
        await Expect(page).ToHaveURLAsync(RoomsPage());

        // Read a room that others made, back to its beginning, then join and write.
        await page.GetByRole(AriaRole.Link, new() { Name = room.Name }).First.ClickAsync();
        await Expect(reader.Bodies).ToHaveCountAsync(50);
        await page.GetByRole(AriaRole.Link, new() { Name = "Show older messages" }).ClickAsync();
        await reader.SeesAsync([.. Enumerable.Range(1, 10).Select(i => $"Message {i}")]);
        await Expect(page.GetByText("This is where the talk begins")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Go to the newest messages" }).ClickAsync();
        await Expect(reader.Bodies.Last).ToHaveTextAsync("Message 60");
        await ClickAsync(page, "Join");
        await reader.Composer.FillAsync("글만으로도 <b>충분</b>해요");
        await ClickAsync(page, "Send");
        await Expect(reader.Bodies.Last).ToHaveTextAsync("글만으로도 <b>충분</b>해요");
        await Expect(page.Locator("#messages .mine")).ToHaveCountAsync(1);
        Assert.Equal("글만으로도 <b>충분</b>해요", (await host.PageAsync(room.Id)).Messages[^1].Body);

        // What is refused is still there to be put right.
        reader.Expects("status of 400");
        await reader.Composer.FillAsync(new string('x', 4_001));
        await ClickAsync(page, "Send");
        await Expect(page.Locator("#composer-error")).ToHaveTextAsync("A message has at most 4000 characters.");
        await Expect(reader.Composer).ToHaveValueAsync(new string('x', 4_001));
        await reader.Composer.FillAsync("Short enough");
        await ClickAsync(page, "Send");
        await Expect(reader.Bodies.Last).ToHaveTextAsync("Short enough");

        await ClickAsync(page, "Leave room");
        await Expect(page.Locator(".sidebar").GetByText(room.Name)).ToHaveCountAsync(0);

        // A room of one's own.
        await page.GetByRole(AriaRole.Link, new() { Name = "New room" }).First.ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Quiet corner");
        await page.GetByLabel("Private").CheckAsync();
        await ClickAsync(page, "Create room");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Quiet corner" })).ToBeVisibleAsync();
        await Expect(page.Locator("#main").GetByLabel("Invitation link")).ToBeVisibleAsync();

        await page.RunAndWaitForResponseAsync(() => ClickAsync(page, "Sign out"), answer => answer.Url.EndsWith("/account/sign-out", StringComparison.Ordinal));
        await page.GotoAsync("/rooms");
        await Expect(page).ToHaveURLAsync(SignInPage());
    }

    [Fact]
    public async Task A_server_is_set_up_and_people_are_invited()
    {
        await OwnServerAsync(setUp: false);
        var alice = await VisitorAsync(NoScripts);
        await alice.Page.GotoAsync("/");
        await alice.Page.GetByLabel("Name of the server").FillAsync("Hanbit");
        await alice.Page.GetByLabel("E-mail").FillAsync("alice@example.org");
        await alice.Page.GetByLabel("Password").FillAsync(ChatApi.Password);
        await ClickAsync(alice.Page, "Start");
        var invitation = await alice.Page.Locator("#people").GetByLabel("Invitation link").InputValueAsync();

        var bob = await VisitorAsync(NoScripts);
        await bob.Page.GotoAsync(invitation);
        await bob.Page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
        await bob.Page.GetByLabel("E-mail").FillAsync("bob@example.org");
        await bob.Page.GetByLabel("Password").FillAsync(ChatApi.Password);
        await ClickAsync(bob.Page, "Create account");
        await bob.Composer.FillAsync("Here by paper");
        await ClickAsync(bob.Page, "Send");

        await alice.Page.ReloadAsync();
        await alice.SeesAsync("Here by paper");
        await Expect(alice.Page.Locator("#members .name")).ToHaveTextAsync(["alice", "bob"]);
    }

    private static Task ClickAsync(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();

    [GeneratedRegex("/account/sign-in")]
    private static partial Regex SignInPage();

    [GeneratedRegex("/rooms$")]
    private static partial Regex RoomsPage();
}
