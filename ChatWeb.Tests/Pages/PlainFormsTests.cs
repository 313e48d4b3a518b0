using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Pages;

/// <summary>Everything that a reader without scripts does, by the forms and links that the pages really have.</summary>
public sealed class PlainFormsTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private const string NewRoom = "form[method=post]:has([name=kind])";
    private const string Composer = "form.composer";

    private static int _people;

    private ChatServer Server => fixture.Server;

    [Fact]
    public async Task A_room_is_made_read_written_in_and_left_by_plain_forms()
    {
        using var browser = await RegisterAsync();
        var room = await CreateAsync(browser, "독서 모임", kind: "private", topic: "Books & <tea>");

        using var posted = await browser.SendAsync(await browser.OpenAsync(room), Composer, ("body", "Hello **you**\r\n<b>again</b>"));
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
        using var owner = await RegisterAsync();
        using var guest = await RegisterAsync();
        var room = await CreateAsync(owner, "Open");
        using var said = await owner.SendAsync(await owner.OpenAsync(room), Composer, ("body", "come in"));

        var before = await guest.OpenAsync(room);
        Assert.Contains("come in", before.QuerySelector("#messages")!.TextContent, StringComparison.Ordinal);
        Assert.Null(before.QuerySelector(Composer));
        using var refused = await guest.Http.PostAsync($"{room}/messages", Form(await guest.HeaderTokenAsync(room), "not yet"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var joined = await guest.SendAsync(before, $"form[action='{room}/join']");
        Assert.Equal((HttpStatusCode.SeeOther, room), (joined.StatusCode, joined.Headers.Location!.ToString()));
        Assert.NotNull((await guest.OpenAsync(room)).QuerySelector(Composer));
        Assert.Contains(room, (await guest.OpenAsync("/rooms")).QuerySelectorAll<IHtmlAnchorElement>("a[href]").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task An_invitation_lets_somebody_into_a_private_room()
    {
        using var owner = await RegisterAsync();
        using var guest = await RegisterAsync();
        var room = await CreateAsync(owner, "Hidden", kind: "private");
        var link = (await owner.OpenAsync(room)).QuerySelector<IHtmlInputElement>(".invitation input")!.Value;
        using var before = await guest.Http.GetAsync(room);
        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);

        var invitation = new Uri(link).AbsolutePath;
        var page = await guest.OpenAsync(invitation);
        Assert.Contains("Hidden", page.Body!.TextContent, StringComparison.Ordinal);
        using var joined = await guest.SubmitAsync(invitation, []);

        Assert.Equal(room, joined.Headers.Location?.ToString());
        Assert.NotNull((await guest.OpenAsync(room)).QuerySelector(Composer));
    }

    [Fact]
    public async Task Older_messages_are_behind_a_link_and_the_way_back_is_too()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000"));
        using var api = await ChatApi.AdminAsync(server);
        var room = await api.CreateRoomAsync();
        for (var i = 1; i <= 60; i++)
        {
            await api.PostAsync(room.Id, $"message {i}");
        }

        using var browser = new BrowserSession(server);
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
        Assert.Equal("60", newest.QuerySelector("main.talk")!.GetAttribute("data-head"));
        Assert.Null(older.QuerySelector("main.talk")!.GetAttribute("data-head"));
    }

    [Theory]
    [InlineData(45, 6, 55, null)]
    [InlineData(46, 6, 55, "56")]
    [InlineData(120, 6, 55, "130")]
    public async Task A_room_opens_at_the_first_unread_message_with_some_before_it(int unread, int first, int last, string? newest)
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000"));
        using var api = await ChatApi.AdminAsync(server);
        using var writer = await ChatApi.RegisterAsync(server);
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

        using var browser = new BrowserSession(server);
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

    [Theory]
    [InlineData(" \t ", "Write something first.")]
    [InlineData("\u200b\u2060", "Write something first.")]
    public async Task A_refused_message_stays_in_its_field_with_the_reason_beside_it(string typed, string reason)
    {
        using var browser = await RegisterAsync();
        var room = await CreateAsync(browser, "Room");

        using var answer = await browser.SendAsync(await browser.OpenAsync(room), Composer, ("body", typed));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await BrowserSession.ReadAsync(answer);
        Assert.Equal(reason, page.QuerySelector("#composer-error")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("#messages .message"));
    }

    [Fact]
    public async Task The_longest_message_passes_a_form_and_one_more_is_kept_to_be_shortened()
    {
        using var browser = await RegisterAsync();
        var room = await CreateAsync(browser, "Room");
        var longest = string.Concat(Enumerable.Repeat("😀", 4_000));

        using var posted = await browser.SendAsync(await browser.OpenAsync(room), Composer, ("body", longest));
        using var tooLong = await browser.SendAsync(await browser.OpenAsync(room), Composer, ("body", longest + "!"));

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
        using var browser = await RegisterAsync();
        var room = await CreateAsync(browser, "Room");

        using var answer = await browser.SendAsync(await browser.OpenAsync(room), Composer, ("body", "x\0y"));

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
        using var browser = await RegisterAsync();

        using var answer = await browser.SendAsync(await browser.OpenAsync("/rooms/new"), NewRoom, ("name", name), ("topic", "kept"), ("kind", "private"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await BrowserSession.ReadAsync(answer);
        Assert.NotEmpty(page.QuerySelector($"#{field}-error")!.TextContent);
        Assert.Equal("true", page.QuerySelector($"#{field}")!.GetAttribute("aria-invalid"));
        Assert.Equal((name.Trim(), "kept"), (page.QuerySelector<IHtmlInputElement>("#name")!.Value, page.QuerySelector<IHtmlInputElement>("#topic")!.Value));
        Assert.True(page.QuerySelector("[name=kind][value=private]")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task Names_and_messages_are_text_on_every_page_that_shows_them()
    {
        const string Evil = "<script>alert(1)</script>";
        using var browser = await RegisterAsync();
        var room = await CreateAsync(browser, Evil, topic: "\"><img src=x onerror=alert(1)>");
        using var posted = await browser.SendAsync(await browser.OpenAsync(room), Composer, ("body", Evil + "\n[x](javascript:alert(1)) ![y](https://example.org/y.png)"));

        foreach (var path in new[] { room, "/rooms" })
        {
            var page = await browser.OpenAsync(path);
            Assert.Contains(Evil, page.Body!.TextContent, StringComparison.Ordinal);
            Assert.All(page.Scripts, script => Assert.NotNull(script.Source));
            Assert.Empty(page.QuerySelectorAll("[onerror], .message img, [href^='javascript:' i]"));
        }
    }

    private static IEnumerable<int> Numbers(IDocument page) =>
        page.QuerySelectorAll("#messages .message").Select(m => int.Parse(m.GetAttribute("data-number")!, System.Globalization.CultureInfo.InvariantCulture));

    private static FormUrlEncodedContent Form(string token, string body) =>
        new(new Dictionary<string, string> { ["RequestVerificationToken"] = token, ["body"] = body });

    private static async Task<string> CreateAsync(BrowserSession browser, string name, string kind = "public", string topic = "")
    {
        using var created = await browser.SendAsync(await browser.OpenAsync("/rooms/new"), NewRoom, ("name", name), ("topic", topic), ("kind", kind));
        Assert.Equal(HttpStatusCode.SeeOther, created.StatusCode);
        return created.Headers.Location!.ToString();
    }

    private Task<BrowserSession> RegisterAsync() =>
        BrowserSession.RegisterAsync(Server, $"forms{Interlocked.Increment(ref _people)}@example.org");
}
