using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Pages;

/// <summary>What is refused comes back in its form, with the reason.</summary>
public sealed class RefusedFormsTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

    [Theory]
    [InlineData(" \t ", "Write something first.")]
    [InlineData("\u200b\u2060", "Write something first.")]
    public async Task A_refused_message_stays_in_its_field_with_the_reason_beside_it(string typed, string reason)
    {
        using var browser = await PlainForms.RegisterAsync(Server);
        var room = await browser.CreateRoomAsync("Room");

        using var answer = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", typed));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await BrowserSession.ReadAsync(answer);
        Assert.Equal(reason, page.QuerySelector("#composer-error")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("#messages .message"));
    }

    [Fact]
    public async Task The_longest_message_passes_a_form_and_one_more_is_kept_to_be_shortened()
    {
        using var browser = await PlainForms.RegisterAsync(Server);
        var room = await browser.CreateRoomAsync("Room");
        var longest = string.Concat(Enumerable.Repeat("😀", 4_000));

        using var posted = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", longest));
        using var tooLong = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", longest + "!"));

        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        var page = await BrowserSession.ReadAsync(tooLong);
        Assert.Equal("A message has at most 4000 characters.", page.QuerySelector("#composer-error")!.TextContent);
        Assert.Equal(longest + "!", page.QuerySelector("textarea")!.TextContent);
        Assert.Equal(longest, Assert.Single(page.QuerySelectorAll("#messages .message .body")).TextContent.Trim());
    }

    [Fact]
    public async Task A_form_that_can_not_be_read_is_refused_and_nothing_is_stored()
    {
        using var browser = await PlainForms.RegisterAsync(Server);
        var room = await browser.CreateRoomAsync("Room");

        using var answer = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", "x\0y"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty((await browser.OpenAsync(room)).QuerySelectorAll("#messages .message"));
    }

    [Theory]
    [InlineData("   ", "name")]
    [InlineData("evil\u202egnp.exe", "name")]
    [InlineData(null, "name")] // 200 characters
    public async Task A_room_name_that_can_not_be_stays_in_its_field_with_the_reason_beside_it(string? name, string field)
    {
        name ??= new string('x', 200);
        using var browser = await PlainForms.RegisterAsync(Server);

        using var answer = await browser.SendAsync(await browser.OpenAsync("/rooms/new"), PlainForms.NewRoom, ("name", name), ("topic", "kept"), ("kind", "private"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await BrowserSession.ReadAsync(answer);
        Assert.NotEmpty(page.QuerySelector($"#{field}-error")!.TextContent);
        Assert.Equal("true", page.QuerySelector($"#{field}")!.GetAttribute("aria-invalid"));
        Assert.Equal((name.Trim(), "kept"), (page.QuerySelector<IHtmlInputElement>("#name")!.Value, page.QuerySelector<IHtmlInputElement>("#topic")!.Value));
        Assert.True(page.QuerySelector("[name=kind][value=private]")!.HasAttribute("checked"));
    }
}
