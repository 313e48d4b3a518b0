using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

/// <summary>Who types, who is here and what was read, as people see it.</summary>
public sealed class SignalsOnThePageTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Who_types_stands_above_the_composer_until_it_is_sent_and_moves_nothing()
    {
        var (mina, jun) = await TwoAsync();
        var line = mina.Page.Locator("#typing");
        var composer = mina.Page.Locator(".composer");
        var before = await Person.TopOfAsync(composer);

        await jun.Composer.PressSequentiallyAsync("On my w");
        await Expect(line).ToHaveTextAsync($"{Name(jun)} is typing");
        await Expect(line).ToBeVisibleAsync();
        Assert.Equal(before, await Person.TopOfAsync(composer));
        await Expect(jun.Page.Locator("#typing")).Not.ToBeVisibleAsync();

        await jun.Composer.PressAsync("Enter");
        await mina.SeesAsync("On my w");
        await Expect(line).Not.ToBeVisibleAsync();

        await jun.Composer.PressSequentiallyAsync("x");
        await Expect(line).ToBeVisibleAsync();
        await jun.Composer.FillAsync("");
        await Expect(line).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_here_stands_first_with_a_mark()
    {
        var (mina, jun) = await TwoAsync();
        var here = mina.Page.Locator("#members .member.here .name");
        await Expect(here).ToHaveCountAsync(2);
        await Expect(mina.Page.Locator("#presence")).ToHaveTextAsync("2 online");

        await jun.Page.GotoAsync("/account/profile");

        await Expect(here).ToHaveTextAsync([Name(mina)]); // after five seconds, in which one may come back
        await Expect(mina.Page.Locator("#members .member.away .name")).ToHaveTextAsync([Name(jun)]);
        await Expect(mina.Page.Locator("#presence")).ToHaveTextAsync("1 online");
        var (first, second) = (await Person.TopOfAsync(here), await Person.TopOfAsync(mina.Page.Locator("#members .member.away")));
        Assert.True(first < second, "Those who are away stand below.");
    }

    [Fact]
    public async Task Ones_own_messages_say_when_somebody_has_read_them_after_a_reload_too()
    {
        var (mina, jun) = await TwoAsync();
        await jun.Page.GotoAsync("/account/profile");
        await mina.SayAsync("Are you there?");
        var message = mina.Page.Locator("#messages .message.mine:not(.pending)");
        await Expect(message).ToHaveCountAsync(1);
        await Expect(message).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("\\bread\\b"));

        await jun.Page.GoBackAsync();

        await Expect(message.Locator(".read-by")).ToHaveTextAsync("Read by 1");
        await Expect(message).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("\\bread\\b"));
        await mina.ReloadAsync();
        await Expect(message.Locator(".read-by")).ToHaveTextAsync("Read by 1");
        await Expect(jun.Page.Locator("#messages .read-by")).ToHaveCountAsync(0);
    }

    /// <summary>Two people in one room, both there.</summary>
    private async Task<(Person Mina, Person Jun)> TwoAsync()
    {
        await OwnServerAsync();
        var mina = await MemberAsync("mina");
        var jun = await MemberAsync("jun");
        var room = await mina.Api.CreateRoomAsync("Garden");
        await jun.Api.JoinAsync(room.Id);
        await mina.OpenAsync(room.Id);
        await jun.OpenAsync(room.Id);
        return (mina, jun);
    }

    private static string Name(Person person) => person.Api.Email.Split('@')[0];
}
