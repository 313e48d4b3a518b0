using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class ScreenTests(Chromium chromium) : BrowserTest(chromium)
{
    /// <summary>How far anything reaches past the window's right edge; what scrolls by itself may.</summary>
    private const string Overflow =
        """
        () => {
          const inside = e => { for (let p = e.parentElement; p; p = p.parentElement) if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX) && p !== document.body && p !== document.documentElement && !p.matches('.messages')) return true; return false; };
          const faults = [];
          for (const e of [document.documentElement, ...document.querySelectorAll('.messages, main, .content')])
            if (e.scrollWidth > e.clientWidth + 1) faults.push(`${e.tagName}.${e.className}: ${e.scrollWidth} > ${e.clientWidth}`);
          for (const e of document.querySelectorAll('main *, .card *')) {
            const box = e.getBoundingClientRect();
            if (box.width > 1 && box.right > innerWidth + 1 && !inside(e)) faults.push(`${e.tagName}.${e.className.baseVal ?? e.className}: ${Math.round(box.right)} > ${innerWidth}`);
          }
          return faults.slice(0, 5).join('; ');
        }
        """;

    [Fact]
    public async Task On_a_phone_no_screen_is_wider_than_the_window()
    {
        var reader = await MemberAsync("phone", Phone);
        var visitor = await VisitorAsync(Phone);
        reader.Expects("status of 404");
        foreach (var (who, name, path) in await AllAsync(reader, visitor))
        {
            await who.Page.GotoAsync(path);
            var faults = await who.Page.EvaluateAsync<string>(Overflow);
            Assert.True(faults.Length == 0, $"{name}: {faults}");
        }
    }

    [Fact]
    public async Task Every_control_has_a_name_and_every_screen_a_heading()
    {
        var reader = await MemberAsync("reader");
        var visitor = await VisitorAsync();
        reader.Expects("status of 404");
        foreach (var (who, name, path) in await AllAsync(reader, visitor))
        {
            await who.Page.GotoAsync(path);
            Assert.True(await who.Page.Locator("h1").CountAsync() == 1, $"{name} has not one heading.");
            Assert.True(await who.Page.Locator("main").CountAsync() == 1, $"{name} has not one main part.");
            foreach (var (role, label) in await ControlsAsync(who))
            {
                Assert.True(label.Length > 0, $"{name}: a {role} has no name.");
            }
        }
    }

    [Fact]
    public async Task The_talk_is_a_polite_log_that_the_keyboard_reaches()
    {
        var reader = await MemberAsync("reader");
        var room = await reader.Api.CreateRoomAsync();
        await reader.OpenAsync(room.Id);

        await Expect(reader.Page.GetByRole(AriaRole.Log, new() { Name = "Messages" })).ToHaveAttributeAsync("aria-live", "polite");
        await reader.Page.Keyboard.PressAsync("Tab");
        var skip = reader.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" });
        await Expect(skip).ToBeFocusedAsync();
        await Expect(skip).ToBeInViewportAsync();
        await reader.Log.FocusAsync();
        await Expect(reader.Log).ToBeFocusedAsync();
        await reader.Page.Keyboard.PressAsync("Control+k");
        await Expect(reader.Page.GetByRole(AriaRole.Combobox, new() { Name = "Find a room" })).ToBeFocusedAsync();
        await reader.Page.Keyboard.PressAsync("Escape");
        await Expect(reader.Page.Locator("#switcher")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_quick_switcher_finds_a_room_and_goes_there()
    {
        var reader = await MemberAsync("reader");
        var here = await reader.Api.CreateRoomAsync("Here");
        var there = await reader.Api.CreateRoomAsync("회의실 둘");
        await reader.OpenAsync(here.Id);

        await reader.Page.Keyboard.PressAsync("Control+k");
        await reader.Page.Keyboard.InsertTextAsync("의실");
        await Expect(reader.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await reader.Page.Keyboard.PressAsync("Enter");

        await Expect(reader.Page).ToHaveURLAsync(new Uri(Server.Address, $"/rooms/{there.Id}").ToString());
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "회의실 둘" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task On_a_phone_the_rooms_and_people_are_drawers()
    {
        var reader = await MemberAsync("phone", Phone);
        var room = await reader.Api.CreateRoomAsync("Pocket");
        await reader.OpenAsync(room.Id);
        var rooms = reader.Page.Locator(".sidebar");
        await Expect(rooms).Not.ToBeInViewportAsync();

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Show rooms" }).ClickAsync();
        await Expect(rooms).ToBeInViewportAsync();
        await reader.Page.Keyboard.PressAsync("Escape");
        await Expect(rooms).Not.ToBeInViewportAsync();

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Members and details" }).ClickAsync();
        await Expect(reader.Page.Locator("#members .name")).ToBeInViewportAsync();
        await reader.Page.Locator(".people").GetByRole(AriaRole.Link, new() { Name = "Close" }).ClickAsync();
        await Expect(reader.Page.Locator(".people")).Not.ToBeInViewportAsync();
        await reader.SayAsync("Typed with a thumb");
        await reader.SeesAsync("Typed with a thumb");
    }

    private static void Phone(BrowserNewContextOptions options)
    {
        options.ViewportSize = new() { Width = 390, Height = 844 };
        options.HasTouch = true;
    }

    private async Task<IEnumerable<(Person Who, string Name, string Path)>> AllAsync(Person reader, Person visitor) =>
        (await Screens.PrepareAsync(Server, reader.Api)).Select(screen => (reader, screen.Name, screen.Path))
            .Concat(Screens.Outside.Select(screen => (visitor, screen.Name, screen.Path)));

    /// <summary>What assistive technology can press or fill in, as the browser itself tells it.</summary>
    private static async Task<IEnumerable<(string Role, string Name)>> ControlsAsync(Person person)
    {
        string[] controls = ["button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "listbox", "option", "log", "navigation", "complementary", "dialog"];
        var devtools = await person.Context.NewCDPSessionAsync(person.Page);
        var tree = (await devtools.SendAsync("Accessibility.getFullAXTree"))!.Value;
        return
        [
            .. from node in tree.GetProperty("nodes").EnumerateArray()
               where !node.GetProperty("ignored").GetBoolean()
               let role = node.GetProperty("role").GetProperty("value").GetString()
               where controls.Contains(role)
               select (role, node.TryGetProperty("name", out var name) ? name.GetProperty("value").GetString() ?? "" : ""),
        ];
    }
}
