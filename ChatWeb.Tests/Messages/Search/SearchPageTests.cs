using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Search;

/// <summary>The search's page without scripts, and the part of it that scripts ask for.</summary>
public sealed class SearchPageTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    [Fact]
    public async Task It_shows_hits_with_their_place_and_leads_on_by_a_link()
    {
        using var browser = await BrowserSession.RegisterAsync(fixture.Server, "search-page@example.org");
        using var api = await ChatApi.SignInAsync(fixture.Server, "search-page@example.org", BrowserSession.Password);
        var room = await api.CreateRoomAsync("Shown <here>", kind: "private");
        for (var i = 1; i <= 23; i++)
        {
            await api.PostAsync(room.Id, $"<b>pomelo</b> 배포합니다 {i}");
        }

        var page = await browser.OpenAsync("/search?q=%EB%B0%B0%ED%8F%AC+pomelo");
        var next = page.QuerySelector("#more a[rel=next]")!.GetAttribute("href")!;
        var second = await browser.OpenAsync(next);
        var hit = page.QuerySelector("li.hit")!;

        Assert.Equal("배포 pomelo", page.QuerySelector("input[name=q]")!.GetAttribute("value"));
        Assert.Equal("<b>pomelo</b> 배포합니다 23", hit.QuerySelector(".excerpt")!.TextContent.Trim());
        Assert.Equal(["pomelo", "배포"], hit.QuerySelectorAll("mark").Select(mark => mark.TextContent));
        Assert.Equal("Shown <here>", page.QuerySelector(".hit-room")!.TextContent.Trim());
        Assert.StartsWith($"/rooms/{room.Id}?around=", hit.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal((20, 3), (page.QuerySelectorAll("li.hit").Length, second.QuerySelectorAll("li.hit").Length));
        Assert.Null(second.QuerySelector("#more"));
        Assert.Contains("Nothing found", (await browser.PageAsync("/search?q=no-such-word-anywhere")), StringComparison.Ordinal);

        browser.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        var part = await browser.PageAsync(next);
        Assert.StartsWith("<li", part.TrimStart(), StringComparison.Ordinal);
        Assert.DoesNotContain("<html", part, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_room_leads_to_the_search_in_it_and_a_bad_filter_is_explained()
    {
        using var browser = await BrowserSession.RegisterAsync(fixture.Server, "search-room@example.org");
        using var api = await ChatApi.SignInAsync(fixture.Server, "search-room@example.org", BrowserSession.Password);
        var room = await api.CreateRoomAsync("My \"own\" room");
        await api.PostAsync(room.Id, "rambutan");

        var link = (await browser.OpenAsync($"/rooms/{room.Id}")).QuerySelector("a[data-search=room]")!.GetAttribute("href")!;
        var found = await browser.OpenAsync($"{link}rambutan");
        using var refused = await browser.Http.GetAsync("/search?q=rambutan+before:soon");

        Assert.Single(found.QuerySelectorAll("li.hit"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var page = await BrowserSession.ReadAsync(refused);
        Assert.Contains("2026-11-21", page.QuerySelector("#search-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.QuerySelector("input[name=q]")!.GetAttribute("aria-invalid"));
    }
}
