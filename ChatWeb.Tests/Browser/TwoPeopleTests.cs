using System.Text.RegularExpressions;
using ChatWeb.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed partial class TwoPeopleTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task From_an_empty_server_two_people_come_to_talk_and_lose_nothing()
    {
        await OwnServerAsync(setUp: false);
        var alice = await VisitorAsync();
        var bob = await VisitorAsync();

        var invitation = await SetUpAsync(alice);
        await RegisterAsync(bob, invitation);
        await Expect(alice.Page.Locator("#members .name")).ToHaveTextAsync(["alice", "Bob"]);
        await CreateRoomAsync(alice, "Garden");
        await JoinAsync(bob, "Garden");

        await alice.SayAsync("Good morning");
        await bob.SeesAsync("Good morning");
        await bob.SayAsync("좋은 아침이에요");
        await alice.SeesAsync("Good morning", "좋은 아침이에요");

        await alice.ReloadAsync();
        await bob.ReloadAsync();
        await alice.SeesAsync("Good morning", "좋은 아침이에요");
        await bob.SeesAsync("Good morning", "좋은 아침이에요");

        bob.Expects("ERR_INTERNET_DISCONNECTED");
        await bob.Context.SetOfflineAsync(true);
        await Expect(bob.ConnectionLine).ToContainTextAsync("You are offline.");
        await alice.SayAsync("Are you there?");
        await alice.SayAsync("I plant the roses");
        await Expect(alice.Pending).ToHaveCountAsync(0);
        await bob.SayAsync("Written on the train");
        await Expect(bob.Pending).ToContainTextAsync("Written on the train");
        await Expect(bob.Pending).ToContainTextAsync("Waits for the connection");
        await alice.SeesAsync("Good morning", "좋은 아침이에요", "Are you there?", "I plant the roses");

        await bob.Context.SetOfflineAsync(false);
        string[] all = ["Good morning", "좋은 아침이에요", "Are you there?", "I plant the roses", "Written on the train"];
        await alice.SeesAsync(all);
        await bob.SeesAsync(all);
        await Expect(bob.Pending).ToHaveCountAsync(0);
        await Expect(bob.ConnectionLine).ToBeHiddenAsync();

        await alice.SayAsync("Welcome back");
        await bob.SeesAsync([.. all, "Welcome back"]);
        await bob.ReloadAsync();
        await bob.SeesAsync([.. all, "Welcome back"]);
        await alice.SeesAsync([.. all, "Welcome back"]);
    }

    [Fact]
    public async Task Who_comes_and_goes_is_seen_by_those_in_the_room()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync("Kitchen");
        using var bob = await ChatApi.RegisterAsync(Server, "bob");
        await alice.OpenAsync(room.Id);
        var names = alice.Page.Locator("#members .name");
        await Expect(names).ToHaveCountAsync(1);

        await bob.JoinAsync(room.Id);
        await Expect(names).ToHaveCountAsync(2);
        await Expect(alice.Page.Locator(".bar [data-member-count]")).ToHaveTextAsync("2 members");

        using var left = await bob.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
        left.EnsureSuccessStatusCode();
        await Expect(names).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator(".bar [data-member-count]")).ToHaveTextAsync("1 member");
    }

    /// <summary>The first page of a new server; returns the first room's invitation link.</summary>
    private static async Task<string> SetUpAsync(Person person)
    {
        await person.Page.GotoAsync("/");
        await Expect(person.Page).ToHaveURLAsync(SetUpPage());
        await person.Page.GetByLabel("Name of the server").FillAsync("Hanbit");
        await person.Page.GetByLabel("E-mail").FillAsync("alice@example.org");
        await person.Page.GetByLabel("Password").FillAsync(ChatApi.Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(person.Page).ToHaveURLAsync(RoomPage());
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Lobby" })).ToBeVisibleAsync();
        var link = person.Page.Locator("#main").GetByLabel("Invitation link");
        await Expect(link).ToBeVisibleAsync();
        return await link.InputValueAsync();
    }

    private static async Task RegisterAsync(Person person, string invitation)
    {
        await person.Page.GotoAsync(invitation);
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Lobby" })).ToBeVisibleAsync();
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
        await person.Page.GetByLabel("E-mail").FillAsync("bob@example.org");
        await person.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Bob");
        await person.Page.GetByLabel("Password").FillAsync(ChatApi.Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Expect(person.Page).ToHaveURLAsync(RoomPage());
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Lobby" })).ToBeVisibleAsync();
    }

    private static async Task CreateRoomAsync(Person person, string name)
    {
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "New room" }).ClickAsync();
        await person.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Create room" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = name })).ToBeVisibleAsync();
        await Expect(person.Page).ToHaveURLAsync(RoomPage());
    }

    private static async Task JoinAsync(Person person, string name)
    {
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "All rooms" }).ClickAsync();
        await person.Page.Locator(".rows li").Filter(new() { HasText = name }).GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = name })).ToBeVisibleAsync();
        await Expect(person.Composer).ToBeVisibleAsync();
    }

    [GeneratedRegex("/setup$")]
    private static partial Regex SetUpPage();

    [GeneratedRegex("/rooms/[0-9]+$")]
    private static partial Regex RoomPage();
}
