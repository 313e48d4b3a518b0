using System.Text.RegularExpressions;
using ChatWeb.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class ModerationTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Who_is_banned_is_led_to_sign_in_from_the_room_they_are_in()
    {
        var alice = await VisitorAsync();
        await alice.SignInAsync(await ChatApi.AdminAsync(Server), ChatServer.AdminPassword);
        var bob = await MemberAsync("bob");
        var room = (await alice.Api.CreateRoomAsync("Garden")).Id;
        await bob.Api.JoinAsync(room);
        await bob.OpenAsync(room);
        bob.Expects("401");

        await alice.Page.GotoAsync("/rooms");
        await alice.Page.GetByLabel("People on this server").ClickAsync();
        await alice.Page.GetByLabel("Name or e-mail").FillAsync(bob.Api.Email);
        await alice.Page.GetByText("Search", new() { Exact = true }).ClickAsync();
        await Expect(alice.Page).ToHaveURLAsync(new Regex("search="));
        await alice.Page.Locator(".people-rows summary").ClickAsync();
        await alice.Page.GetByLabel("Reason").FillAsync("Spam in the garden");
        await alice.Page.Locator("details button").ClickAsync();

        await Expect(alice.Page.Locator(".people-rows .reason")).ToHaveTextAsync("Spam in the garden");
        await bob.Page.WaitForURLAsync("**/account/sign-in**");
        await bob.Page.GetByLabel("E-mail").FillAsync(bob.Api.Email);
        await bob.Page.GetByLabel("Password").FillAsync(ChatApi.Password);
        bob.Expects("400");
        await bob.Page.Locator("main button[type=submit]").ClickAsync();
        await Expect(bob.Page.GetByText("This account has been banned from this server.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_removed_from_a_private_room_is_told_that_it_is_not_open_to_them()
    {
        var (alice, bob, room) = await TogetherAsync("private");

        await alice.Page.Locator(".member .remove:visible").ClickAsync();
        await Expect(alice.Page.Locator("h1")).ToContainTextAsync("from Garden?");
        await alice.Page.Locator("main button").ClickAsync();

        await alice.Page.WaitForURLAsync($"**/rooms/{room}");
        await Expect(alice.Page.Locator(".member")).ToHaveCountAsync(1);
        await Expect(bob.ConnectionLine).ToContainTextAsync("This room is no longer open to you.");
        await Expect(bob.Page.Locator($".sidebar a[href='/rooms/{room}']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_is_in_a_room_that_is_deleted_is_told_so_and_finds_it_no_more()
    {
        var (alice, bob, room) = await TogetherAsync("public");

        await alice.Page.GetByText("Delete room").ClickAsync();
        await alice.Page.GetByText("Delete for good").ClickAsync();

        await alice.Page.WaitForURLAsync("**/rooms");
        await Expect(alice.Page.Locator($"a[href='/rooms/{room}']")).ToHaveCountAsync(0);
        await Expect(bob.ConnectionLine).ToContainTextAsync("This room is no longer open to you.");
        await Expect(bob.Page.Locator($".sidebar a[href='/rooms/{room}']")).ToHaveCountAsync(0);
        bob.Expects("404");
        await bob.Page.ReloadAsync();
        await Expect(bob.Composer).ToHaveCountAsync(0);
    }

    /// <summary>Alice, who owns the room, and Bob, both looking at it.</summary>
    private async Task<(Person Alice, Person Bob, long Room)> TogetherAsync(string kind)
    {
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        var room = (await alice.Api.CreateRoomAsync("Garden", kind)).Id;
        await Invitations.InviteAsync(Server, alice.Api, bob.Api, room);
        await alice.OpenAsync(room);
        await bob.OpenAsync(room);
        await Expect(alice.Page.Locator(".member.here")).ToHaveCountAsync(2); // who comes moves up in the list
        return (alice, bob, room);
    }
}
