using System.Text.RegularExpressions;
using ChatWeb.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

/// <summary>What people see of being named.</summary>
public sealed class NamingTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Being_named_elsewhere_shows_in_the_list_of_rooms_and_on_the_message_until_it_is_read()
    {
        var alice = await MemberAsync("alice");
        var (here, there) = (await alice.Api.CreateRoomAsync("Here"), await alice.Api.CreateRoomAsync("There"));
        using var bob = await ChatApi.RegisterAsync(Server, "bob");
        await bob.JoinAsync(there.Id);
        await alice.OpenAsync(here.Id);
        var badge = alice.Page.Locator($".room-list .room-link[data-room='{there.Id}'] .badge");

        await bob.PostAsync(there.Id, "one");
        await Expect(badge.Locator("span").First).ToHaveTextAsync("1");
        var name = alice.Api.Email.Split('@')[0];
        await bob.PostAsync(there.Id, $"@{name}, look");
        await Expect(badge).ToHaveClassAsync(new Regex("mention"));
        await Expect(badge.Locator("span").First).ToHaveTextAsync("@1");

        await alice.Page.RunAndWaitForResponseAsync(() => alice.OpenAsync(there.Id), answer => answer.Url.EndsWith("/read", StringComparison.Ordinal));
        await Expect(alice.Page.Locator(".mention.own")).ToHaveTextAsync($"@{name}");
        await alice.OpenAsync(here.Id);
        await Expect(badge).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Everybody_is_called_by_those_who_may_and_the_others_are_not_offered_it()
    {
        var alice = await MemberAsync("alice");
        var bob = await MemberAsync("bob");
        var (here, there) = (await bob.Api.CreateRoomAsync("Here"), await alice.Api.CreateRoomAsync("There"));
        await bob.Api.JoinAsync(there.Id);
        await bob.OpenAsync(there.Id);
        await bob.Composer.PressSequentiallyAsync("@");
        await Expect(Options(bob).Filter(new() { HasText = "alice" })).ToHaveCountAsync(1);
        await Expect(Options(bob).Filter(new() { HasText = "@room" })).ToHaveCountAsync(0);
        await bob.OpenAsync(here.Id);

        await alice.OpenAsync(there.Id);
        await alice.Composer.PressSequentiallyAsync("@roo");
        await Expect(Options(alice)).ToContainTextAsync(["@room"]);
        await alice.Composer.PressAsync("Enter");
        await alice.Composer.PressSequentiallyAsync("tea is ready");
        await alice.Composer.PressAsync("Enter");

        await Expect(alice.Page.Locator(".message .mention")).ToHaveTextAsync("@room");
        await Expect(bob.Page.Locator($".room-list .room-link[data-room='{there.Id}'] .badge span").First).ToHaveTextAsync("@1");
        await bob.OpenAsync(there.Id);
        await Expect(bob.Page.Locator(".mention.own")).ToHaveTextAsync("@room");
        await alice.SayAsync("@here it is");
        await Expect(bob.Page.Locator(".mention.own")).ToHaveTextAsync(["@room", "@here"]);
    }

    [Fact]
    public async Task Who_wants_it_is_told_on_the_desktop_when_they_look_elsewhere()
    {
        var alice = await MemberAsync("alice");
        var (room, there) = (await alice.Api.CreateRoomAsync("Garden"), await alice.Api.CreateRoomAsync("Elsewhere"));
        using var bob = await ChatApi.RegisterAsync(Server, "bob");
        await bob.JoinAsync(room.Id);
        await bob.JoinAsync(there.Id);
        await alice.Context.GrantPermissionsAsync(["notifications"]);
        await alice.Context.AddInitScriptAsync(
            "window.told = []; const Real = Notification; Notification = class extends Real { constructor(title, options) { super(title, options); told.push(`${title}: ${options.body}`); } }");
        await alice.MayHideAsync();
        await alice.OpenAsync(room.Id);
        var bell = alice.Page.GetByRole(AriaRole.Button, new() { Name = "Notify me of mentions" });
        await Expect(bell).ToHaveAttributeAsync("aria-pressed", "false");
        await bell.ClickAsync();
        await Expect(bell).ToHaveAttributeAsync("aria-pressed", "true");
        var name = alice.Api.Email.Split('@')[0];

        // What comes on their own stream comes in order: when the second is there, the first has been told.
        await bob.PostAsync(room.Id, $"@{name} while you look");
        await bob.PostAsync(there.Id, "And one more");
        await Expect(alice.Page.Locator($".room-list .room-link[data-room='{there.Id}'] .badge span").First).ToHaveTextAsync("1");
        await alice.HideAsync();
        await bob.PostAsync(room.Id, "Nobody is named");
        await bob.PostAsync(room.Id, $"@{name} while you do not");

        await alice.Page.WaitForFunctionAsync("() => told.length > 0");
        Assert.Matches($"^bob[0-9]* · Garden: @{name} while you do not$", Assert.Single(await alice.Page.EvaluateAsync<string[]>("told")));
    }

    private static ILocator Options(Person person) => person.Page.GetByRole(AriaRole.Option);
}
