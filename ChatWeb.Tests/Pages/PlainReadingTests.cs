using AngleSharp.Dom;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Pages;

/// <summary>Where a room opens without scripts, and the links that lead on from there.</summary>
public sealed class PlainReadingTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Older_messages_are_behind_a_link_and_the_way_back_is_too()
    {
        using var api = await ChatApi.AdminAsync(_server);
        var room = await api.CreateRoomAsync();
        for (var i = 1; i <= 60; i++)
        {
            await api.PostAsync(room.Id, $"message {i}");
        }

        using var browser = new BrowserSession(_server);
        using var signedIn = await browser.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword);
        var newest = await browser.OpenAsync($"/rooms/{room.Id}");
        var older = await browser.OpenAsync(newest.QuerySelector("a.older[rel=prev]")!.GetAttribute("href")!);
        var onward = older.QuerySelectorAll("#newer a").Select(a => a.GetAttribute("href")).ToArray();
        var followed = await browser.OpenAsync(onward[0]!);

        Assert.Equal(Enumerable.Range(11, 50), Numbers(newest));
        Assert.Equal(Enumerable.Range(1, 10), Numbers(older));
        Assert.Null(older.QuerySelector("a.older[rel=prev]"));
        Assert.Equal(Enumerable.Range(11, 50), Numbers(followed));
        Assert.Equal($"/rooms/{room.Id}?newest=true", onward[1]);
        Assert.Equal(Enumerable.Range(11, 50), Numbers(await browser.OpenAsync(onward[1]!)));
        var middle = older.QuerySelectorAll("#messages .message")[^1].GetAttribute("data-id")!;
        var around = await browser.OpenAsync($"/rooms/{room.Id}?around={middle}");
        Assert.Equal(Enumerable.Range(1, 50), Numbers(around));
        Assert.Equal((middle, "60", "60"), (Attribute(around, "data-around"), Attribute(around, "data-head"), Attribute(around, "data-newest")));
        Assert.Equal("60", newest.QuerySelector("main.talk")!.GetAttribute("data-head"));
        Assert.Equal(("60", "60"), (Attribute(older, "data-head"), Attribute(older, "data-newest")));
    }

    [Theory]
    [InlineData(45, 6, 55, null)]
    [InlineData(46, 6, 55, "56")]
    [InlineData(120, 6, 55, "130")]
    public async Task A_room_opens_at_the_first_unread_message_with_some_before_it(int unread, int first, int last, string? newest)
    {
        using var api = await ChatApi.AdminAsync(_server);
        using var writer = await ChatApi.RegisterAsync(_server);
        var room = await api.CreateRoomAsync();
        for (var i = 1; i <= 10; i++)
        {
            await api.PostAsync(room.Id, $"message {i}");
        }

        await writer.JoinAsync(room.Id);
        for (var i = 11; i <= 10 + unread; i++)
        {
            await writer.PostAsync(room.Id, $"message {i}");
        }

        using var browser = new BrowserSession(_server);
        using var signedIn = await browser.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword);
        var opened = await browser.OpenAsync($"/rooms/{room.Id}");
        var skipped = await browser.OpenAsync($"/rooms/{room.Id}?newest=true");

        Assert.Equal((first, last), (Numbers(opened).First(), Numbers(opened).Last()));
        Assert.Equal("11", opened.QuerySelector("#new-since")!.NextElementSibling!.GetAttribute("data-number"));
        Assert.Equal(newest, opened.QuerySelector("main.talk")!.GetAttribute("data-newest"));
        Assert.NotNull(opened.QuerySelector("main.talk")!.GetAttribute("data-head"));
        Assert.Equal(10 + unread, Numbers(skipped).Last());
        Assert.Null(skipped.QuerySelector("main.talk")!.GetAttribute("data-newest"));
    }

    private static string? Attribute(IDocument page, string name) => page.QuerySelector("main.talk")!.GetAttribute(name);

    private static IEnumerable<int> Numbers(IDocument page) =>
        page.QuerySelectorAll("#messages .message").Select(m => int.Parse(m.GetAttribute("data-number")!, System.Globalization.CultureInfo.InvariantCulture));
}
