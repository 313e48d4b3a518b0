using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class SearchTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task From_a_room_its_key_leads_to_the_search_and_a_hit_leads_to_its_place()
    {
        var person = await MemberAsync("seeker");
        var room = await person.Api.CreateRoomAsync("Harbour", kind: "private");
        for (var i = 1; i <= 25; i++)
        {
            await person.Api.PostAsync(room.Id, $"a lighthouse, number {i}");
        }

        await person.OpenAsync(room.Id);
        await person.Page.Keyboard.PressAsync("Control+Shift+F");
        await Expect(person.Page.Locator("main.search-page input[name=q]")).ToHaveValueAsync("in:\"Harbour\" ");
        var hits = person.Page.Locator("li.hit");
        await Expect(hits.Locator("mark")).ToHaveCountAsync(0); // all that was said there
        await Expect(hits).ToHaveCountAsync(20);

        var field = person.Page.Locator("input[name=q]");
        await field.FillAsync("in:\"Harbour\" lighthouse");
        await field.PressAsync("Enter");
        await person.Page.WaitForURLAsync(new Regex("lighthouse"));
        await Expect(hits.Locator("mark").First).ToHaveTextAsync("lighthouse");
        await person.Page.Locator("#more a").ClickAsync();
        await Expect(hits).ToHaveCountAsync(25);
        await Expect(person.Page.Locator("#more")).ToHaveCountAsync(0);
        await Expect(person.Page.Locator("time[data-local]")).ToHaveCountAsync(0);

        await hits.Last.Locator("a").ClickAsync();
        await Expect(person.Log.GetByText("a lighthouse, number 1", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_switcher_searches_messages_for_what_is_no_room()
    {
        var person = await MemberAsync("switcher");
        var room = await person.Api.CreateRoomAsync("Quay", kind: "private");
        await person.Api.PostAsync(room.Id, "등대가 보입니다");
        await person.OpenAsync(room.Id);

        await person.Page.Keyboard.PressAsync("Control+k");
        await person.Page.Locator("#switcher input").FillAsync("등대");
        await person.Page.Keyboard.PressAsync("Enter");

        await Expect(person.Page.Locator("li.hit mark")).ToHaveTextAsync("등대");
    }
}
