using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class LanguageAndThemeTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_Korean_browser_gets_Korean_from_the_first_screen_on()
    {
        var visitor = await VisitorAsync(options => options.Locale = "ko-KR");
        await visitor.Page.GotoAsync("/account/sign-in");
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", "ko");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "로그인" })).ToBeVisibleAsync();

        var reader = await MemberAsync("reader", options => options.Locale = "ko-KR");
        var room = await reader.Api.CreateRoomAsync("마당");
        await reader.OpenAsync(room.Id);
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "ko");
        await Expect(reader.Composer).ToHaveAttributeAsync("placeholder", "#마당에 메시지 보내기");
        await reader.SayAsync("안녕");
        await Expect(reader.Page.Locator(".rule.day")).ToHaveTextAsync("오늘");
    }

    [Fact]
    public async Task Other_browsers_get_English_and_the_readers_own_time()
    {
        var reader = await MemberAsync("reader", options =>
        {
            options.Locale = "fr-FR";
            options.TimezoneId = "America/New_York";
        });
        var room = await reader.Api.CreateRoomAsync();
        var message = await reader.Api.PostAsync(room.Id, "What time is it?");
        await reader.OpenAsync(room.Id);

        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        var local = TimeZoneInfo.ConvertTime(message.CreatedAt, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        var shown = (await reader.Page.Locator("#messages time").TextContentAsync())!.Replace('\u202f', ' ');
        Assert.Equal(local.ToString("h:mm tt", System.Globalization.CultureInfo.InvariantCulture), shown);
    }

    [Fact]
    public async Task The_profiles_language_and_theme_win_over_the_browsers()
    {
        var reader = await MemberAsync("reader", options => options.ColorScheme = ColorScheme.Dark);
        var room = await reader.Api.CreateRoomAsync();
        await reader.Page.GotoAsync("/account/profile");
        await reader.Page.GetByLabel("Language").SelectOptionAsync("ko");
        await reader.Page.GetByText("Light", new() { Exact = true }).ClickAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(reader.Page.GetByText("저장했어요.")).ToBeVisibleAsync();
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "ko");
        await reader.OpenAsync(room.Id);
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "ko");
        Assert.True(await LightnessAsync(reader) > 0.9);
    }

    [Fact]
    public async Task Without_a_choice_the_theme_is_the_systems_and_follows_it()
    {
        var reader = await MemberAsync("reader");
        var room = await reader.Api.CreateRoomAsync();
        await reader.OpenAsync(room.Id);
        Assert.True(await LightnessAsync(reader) > 0.9);

        await reader.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.True(await LightnessAsync(reader) < 0.3);
    }

    /// <summary>How light the paper is: 0 black, 1 white.</summary>
    private static Task<double> LightnessAsync(Person person) => person.Page.EvaluateAsync<double>(
        """
        () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
          canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
          canvas.fillRect(0, 0, 1, 1);
          return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((sum, part) => sum + part, 0) / 3 / 255;
        }
        """);
}
