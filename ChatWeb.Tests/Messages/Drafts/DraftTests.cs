using System.Net;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Drafts;

/// <summary>What somebody has begun to write waits for them on the server, whichever device they come from.</summary>
public sealed class DraftTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private static int _people;

    private ChatServer Server => fixture.Server;

    [Fact]
    public async Task A_draft_is_kept_changed_and_taken_away()
    {
        using var person = await ChatApi.RegisterAsync(Server);
        var room = (await person.CreateRoomAsync()).Id;

        Assert.Null(await DraftAsync(person, room));
        Assert.Equal("안녕하", (await SaveAsync(person, room, "안녕하"))!.Body);
        Assert.Equal("안녕하세요\n여러분", (await SaveAsync(person, room, "안녕하세요\r\n여러분"))!.Body);
        Assert.Equal("안녕하세요\n여러분", (await DraftAsync(person, room))!.Body);
        Assert.Null(await SaveAsync(person, room, "  "));
        Assert.Null(await DraftAsync(person, room));
    }

    [Fact]
    public async Task Of_two_devices_the_one_typed_on_last_is_right()
    {
        using var person = await ChatApi.RegisterAsync(Server);
        var room = (await person.CreateRoomAsync()).Id;

        await SaveAsync(person, room, "typed on the desk");
        var late = await SaveAsync(person, room, "typed in the tunnel before", ageMs: 60_000);
        var lateAndEmpty = await SaveAsync(person, room, "", ageMs: 60_000);

        Assert.Equal(("typed on the desk", "typed on the desk"), (late!.Body, lateAndEmpty!.Body));
        Assert.Equal("typed again", (await SaveAsync(person, room, "typed again"))!.Body);
    }

    [Fact]
    public async Task What_was_sent_or_emptied_is_not_brought_back_by_an_older_save()
    {
        var email = $"drafts{Interlocked.Increment(ref _people)}@example.org";
        using var browser = await BrowserSession.RegisterAsync(Server, email);
        using var person = await ChatApi.SignInAsync(Server, email, BrowserSession.Password);
        var (sent, unsaved, emptied) = ((await person.CreateRoomAsync()).Id, (await person.CreateRoomAsync()).Id, (await person.CreateRoomAsync()).Id);
        await SaveAsync(person, sent, "half a thought", ageMs: 120_000);
        foreach (var room in new[] { sent, unsaved })
        {
            using var answer = await browser.SendAsync(await browser.OpenAsync($"/rooms/{room}"), ".composer", ("body", "a whole thought"));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        }

        await SaveAsync(person, emptied, "");

        foreach (var room in new[] { sent, unsaved, emptied })
        {
            Assert.Null(await SaveAsync(person, room, "half a thought, from the tunnel", ageMs: 60_000));
            Assert.Null(await DraftAsync(person, room));
        }

        Assert.Empty((await browser.OpenAsync($"/rooms/{emptied}")).QuerySelectorAll("#rooms .has-draft"));
        Assert.Equal("a new one", (await SaveAsync(person, sent, "a new one"))!.Body);
    }

    [Fact]
    public async Task Nobody_else_sees_a_draft_and_only_members_have_one()
    {
        using var owner = await ChatApi.RegisterAsync(Server);
        using var guest = await ChatApi.RegisterAsync(Server);
        var room = (await owner.CreateRoomAsync()).Id;
        await SaveAsync(owner, room, "secret");

        Assert.Null(await DraftAsync(guest, room));
        using var refused = await PutAsync(guest, room, new { body = "hello" });
        await guest.JoinAsync(room);
        Assert.Null(await DraftAsync(guest, room));
        Assert.Equal("hello", (await SaveAsync(guest, room, "hello"))!.Body);

        Assert.EndsWith(":not-a-member", (await ChatApi.ReadAsync<WireProblem>(refused, HttpStatusCode.Forbidden)).Type, StringComparison.Ordinal);
        Assert.Equal("secret", (await DraftAsync(owner, room))!.Body);
    }

    [Theory]
    [InlineData(4_001, 0L, "invalid-body")]
    [InlineData(1, -1L, "invalid-age")]
    [InlineData(1, long.MaxValue, "invalid-age")]
    public async Task What_could_never_be_sent_is_refused(int length, long ageMs, string type)
    {
        using var person = await ChatApi.RegisterAsync(Server);
        var room = (await person.CreateRoomAsync()).Id;

        using var refused = await PutAsync(person, room, new { body = new string('x', length), age_ms = ageMs });

        Assert.EndsWith($":{type}", (await ChatApi.ReadAsync<WireProblem>(refused, HttpStatusCode.BadRequest)).Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_has_the_draft_and_its_form_takes_it_away_with_the_message()
    {
        var email = $"drafts{Interlocked.Increment(ref _people)}@example.org";
        using var browser = await BrowserSession.RegisterAsync(Server, email);
        using var api = await ChatApi.SignInAsync(Server, email, BrowserSession.Password);
        var (room, other) = ((await api.CreateRoomAsync()).Id, (await api.CreateRoomAsync()).Id);
        await SaveAsync(api, room, "half a <thought>");

        var elsewhere = await browser.OpenAsync($"/rooms/{other}");
        Assert.NotNull(elsewhere.QuerySelector($"#rooms a[data-room='{room}'].has-draft .draft"));
        Assert.Null(elsewhere.QuerySelector($"#rooms a[data-room='{other}'].has-draft"));
        var page = await browser.OpenAsync($"/rooms/{room}");
        Assert.Equal("half a <thought>", page.QuerySelector(".composer textarea")!.TextContent);

        await api.PostAsync(room, "said by a program of theirs");
        Assert.NotNull(await DraftAsync(api, room));
        using var sent = await browser.SendAsync(page, ".composer", ("body", "a whole thought"));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Null(await DraftAsync(api, room));
    }

    private static async Task<WireDraft?> DraftAsync(ChatApi person, long room)
    {
        using var answer = await person.Http.GetAsync(Path(room));
        return await ReadAsync(answer);
    }

    private static async Task<WireDraft?> SaveAsync(ChatApi person, long room, string body, long ageMs = 0)
    {
        using var answer = await PutAsync(person, room, new { body, age_ms = ageMs });
        return await ReadAsync(answer);
    }

    private static Task<HttpResponseMessage> PutAsync(ChatApi person, long room, object draft) => person.Http.PutAsJsonAsync(Path(room), draft);

    private static async Task<WireDraft?> ReadAsync(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.NoContent ? null : await ChatApi.ReadAsync<WireDraft>(answer, HttpStatusCode.OK);

    private static string Path(long room) => $"/api/chat/rooms/{room}/draft";

    private sealed record WireDraft(string Body, DateTimeOffset UpdatedAt);
}
