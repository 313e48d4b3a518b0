using System.Net;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

public sealed class SetUpTests
{
    private static Dictionary<string, string> Form(string name, string email) =>
        new() { ["ServerName"] = name, ["Email"] = email, ["Password"] = BrowserSession.Password };

    [Fact]
    public async Task Until_set_up_people_are_led_there_and_programs_refused()
    {
        await using var server = await ChatServer.StartAsync(setUp: false);
        using var browser = new BrowserSession(server);
        foreach (var path in (string[])["/", "/rooms", "/account/sign-in", "/account/register", "/invite/x"])
        {
            using var page = await browser.Http.GetAsync(path);
            Assert.Equal("/setup", page.Headers.Location?.OriginalString);
        }

        using var register = await browser.PostJsonAsync("/api/identity/register", new { email = "a@b.c", password = "battery staple" });
        Assert.Equal(HttpStatusCode.Forbidden, register.StatusCode);
        Assert.Equal("application/problem+json", register.Content.Headers.ContentType?.MediaType);
        using var rooms = await browser.Http.GetAsync("/api/chat/rooms");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, rooms.StatusCode);
        using var live = await browser.Http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        foreach (var bad in (Dictionary<string, string>[])[Form(" ", "a@b.c"), Form("a\u202eb", "a@b.c"), Form("Studio", "nobody"), Form("Studio", "a@b.c")])
        {
            bad["Password"] = bad["Email"] == "a@b.c" && bad["ServerName"] == "Studio" ? "short" : bad["Password"];
            using var refused = await browser.SubmitAsync("/setup", bad);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using var done = await browser.SubmitAsync("/setup", Form("Studio", "first@example.org"));
        Assert.StartsWith("/rooms/", done.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var room = await browser.Http.GetAsync(done.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, room.StatusCode);
        using var again = await browser.Http.GetAsync("/setup");
        Assert.Equal("/", again.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Of_many_who_set_up_at_once_one_does_and_the_others_are_told()
    {
        await using var server = await ChatServer.StartAsync(setUp: false);
        var browsers = Enumerable.Range(0, 6).Select(_ => new BrowserSession(server)).ToList();
        var answers = await Task.WhenAll(browsers.Select((b, i) => b.SubmitAsync("/setup", Form($"Server {i}", $"admin{i}@example.org"))));

        var winner = Array.FindIndex(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        foreach (var loser in answers.Where(a => a.StatusCode != HttpStatusCode.Redirect))
        {
            Assert.Equal(HttpStatusCode.Conflict, loser.StatusCode);
            Assert.Contains("already", await loser.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var rooms = await browsers[winner].Http.GetFromJsonAsync<WireRooms>("/api/chat/rooms", Wire.Json);
        Assert.Single(rooms!.Rooms);
        Assert.Contains($"Server {winner}", await browsers[winner].PageAsync("/invite/none"), StringComparison.Ordinal);
        using var other = await browsers[(winner + 1) % 6].SignInAsync($"admin{(winner + 1) % 6}@example.org");
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode); // the losers left no account behind
        browsers.ForEach(b => b.Dispose());
    }

    [Fact]
    public async Task The_first_room_has_the_language_of_whoever_sets_up()
    {
        await using var server = await ChatServer.StartAsync(setUp: false);
        using var browser = new BrowserSession(server, "ko-KR,ko;q=0.9");
        using var done = await browser.SubmitAsync("/setup", Form("한빛", "first@example.org"));
        var rooms = await browser.Http.GetFromJsonAsync<WireRooms>("/api/chat/rooms", Wire.Json);
        Assert.Equal("로비", Assert.Single(rooms!.Rooms).Name);
    }
}
