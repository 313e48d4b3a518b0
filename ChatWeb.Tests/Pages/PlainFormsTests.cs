using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Pages;

/// <summary>Everything that a reader without scripts does, by the forms and links that the pages really have.</summary>
public sealed class PlainFormsTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private ChatServer Server => fixture.Server;

    [Fact]
    public async Task A_room_is_made_read_written_in_and_left_by_plain_forms()
    {
        using var browser = await PlainForms.RegisterAsync(Server);
        var room = await browser.CreateRoomAsync("독서 모임", kind: "private", topic: "Books & <tea>");

        using var posted = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", "Hello **you**\r\n<b>again</b>"));
        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);
        Assert.Equal($"{room}#end", posted.Headers.Location!.ToString());

        var page = await browser.OpenAsync(room);
        Assert.Equal("독서 모임", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Books & <tea>", page.QuerySelector("header.bar p")!.TextContent, StringComparison.Ordinal);
        var message = Assert.Single(page.QuerySelectorAll("#messages .message"));
        Assert.Equal("you", message.QuerySelector(".body strong")!.TextContent);
        Assert.Empty(message.QuerySelectorAll("b"));
        Assert.NotNull(page.QuerySelector("#end"));

        using var left = await browser.SendAsync(page, $"form[action='{room}/leave']");
        Assert.Equal((HttpStatusCode.SeeOther, "/rooms"), (left.StatusCode, left.Headers.Location!.ToString()));
        using var gone = await browser.Http.GetAsync(room);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_public_room_is_read_first_and_joined_from_its_page()
    {
        using var owner = await PlainForms.RegisterAsync(Server);
        using var guest = await PlainForms.RegisterAsync(Server);
        var room = await owner.CreateRoomAsync("Open");
        using var said = await owner.SendAsync(await owner.OpenAsync(room), PlainForms.Composer, ("body", "come in"));

        var before = await guest.OpenAsync(room);
        Assert.Contains("come in", before.QuerySelector("#messages")!.TextContent, StringComparison.Ordinal);
        Assert.Null(before.QuerySelector(PlainForms.Composer));
        using var refused = await guest.Http.PostAsync($"{room}/messages", Form(await guest.HeaderTokenAsync(room), "not yet"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var joined = await guest.SendAsync(before, $"form[action='{room}/join']");
        Assert.Equal((HttpStatusCode.SeeOther, room), (joined.StatusCode, joined.Headers.Location!.ToString()));
        Assert.NotNull((await guest.OpenAsync(room)).QuerySelector(PlainForms.Composer));
        Assert.Contains(room, (await guest.OpenAsync("/rooms")).QuerySelectorAll<IHtmlAnchorElement>("a[href]").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task Commands_work_by_the_plain_form()
    {
        using var browser = await PlainForms.RegisterAsync(Server);
        var room = await browser.CreateRoomAsync("Commands");

        using var help = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", "/help"));
        using var topic = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", "/topic Tea"));
        using var unknown = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", "/tea"));
        using var left = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", "/leave"));

        Assert.Contains("/topic", (await BrowserSession.ReadAsync(help)).QuerySelector("#composer-answer")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{room}#end", topic.Headers.Location!.ToString());
        var page = await BrowserSession.ReadAsync(unknown);
        Assert.Equal("Tea", page.QuerySelector("header.bar .topic")!.TextContent);
        Assert.EndsWith("changed the topic: Tea", page.QuerySelector("#messages .notice .body")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("/tea", page.QuerySelector(".composer textarea")!.TextContent);
        Assert.Contains("/help", page.QuerySelector("#composer-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/rooms", left.Headers.Location!.ToString());
    }

    [Fact]
    public async Task An_invitation_lets_somebody_into_a_private_room()
    {
        using var owner = await PlainForms.RegisterAsync(Server);
        using var guest = await PlainForms.RegisterAsync(Server);
        var room = await owner.CreateRoomAsync("Hidden", kind: "private");
        var link = (await owner.OpenAsync(room)).QuerySelector<IHtmlInputElement>(".invitation input")!.Value;
        using var before = await guest.Http.GetAsync(room);
        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);

        var invitation = new Uri(link).AbsolutePath;
        var page = await guest.OpenAsync(invitation);
        Assert.Contains("Hidden", page.Body!.TextContent, StringComparison.Ordinal);
        using var joined = await guest.SubmitAsync(invitation, []);

        Assert.Equal(room, joined.Headers.Location?.ToString());
        Assert.NotNull((await guest.OpenAsync(room)).QuerySelector(PlainForms.Composer));
    }

    [Fact]
    public async Task Names_and_messages_are_text_on_every_page_that_shows_them()
    {
        const string Evil = "<script>alert(1)</script>";
        using var browser = await PlainForms.RegisterAsync(Server);
        var room = await browser.CreateRoomAsync(Evil, topic: "\"><img src=x onerror=alert(1)>");
        using var posted = await browser.SendAsync(await browser.OpenAsync(room), PlainForms.Composer, ("body", Evil + "\n[x](javascript:alert(1)) ![y](https://example.org/y.png)"));

        foreach (var path in new[] { room, "/rooms" })
        {
            var page = await browser.OpenAsync(path);
            Assert.Contains(Evil, page.Body!.TextContent, StringComparison.Ordinal);
            Assert.All(page.Scripts, script => Assert.NotNull(script.Source));
            Assert.Empty(page.QuerySelectorAll("[onerror], .message img, [href^='javascript:' i]"));
        }
    }

    private static FormUrlEncodedContent Form(string token, string body) =>
        new(new Dictionary<string, string> { ["RequestVerificationToken"] = token, ["body"] = body });
}
