using System.Net;
using System.Text.RegularExpressions;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Mentions;

public sealed partial class MentionTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Members_are_named_by_their_names_however_people_write_them()
    {
        using var owner = await _server.NamedAsync("Owner");
        var room = (await owner.CreateRoomAsync()).Id;
        foreach (var name in new[] { "민수", "Ada", "Ada Lovelace", "O'Neil", "J. R.", "Élan", "_under_" })
        {
            using var person = await _server.NamedAsync(name);
            await person.JoinAsync(room);
        }

        using var stranger = await _server.NamedAsync("Stranger");
        var expected = new Dictionary<string, string>
        {
            ["@Ada hi"] = "@Ada",
            ["@ada: look"] = "@ada",
            ["Look, @Ada!"] = "@Ada",
            ["(@Ada)"] = "@Ada",
            ["@Ada's idea"] = "@Ada",
            ["@Ada Lovelace, hi"] = "@Ada Lovelace",
            ["@ada lovelaces"] = "@ada",
            ["@O'Neil @ada"] = "@O'Neil @ada",
            ["@J. R. is here"] = "@J. R.",
            ["@élan!"] = "@élan",
            ["@_under_ *now*"] = "@_under_",
            ["**@Ada** and @민수"] = "@Ada @민수",
            ["@민수님께 전해 주세요"] = "@민수",
            ["@민수야 안녕"] = "@민수",
            ["@민수, @Ada님은"] = "@민수 @Ada",
            ["@here look"] = "@here",
            ["@room listen"] = "@room",
            ["@Owner me"] = "",
            ["@민수정"] = "",
            ["@Adam"] = "",
            ["ada@ada.org x@Ada"] = "",
            ["@Ada@example.org"] = "",
            ["@ada.lovelace"] = "",
            ["`@Ada`"] = "",
            ["```\n@Ada\n```"] = "",
            ["https://x.org/@Ada"] = "",
            ["\\@Ada"] = "",
            ["@ Ada"] = "",
            ["@Stranger"] = "",
            ["@roommate"] = "",
        };

        foreach (var (body, names) in expected)
        {
            var message = await owner.PostAsync(room, body);
            Assert.Equal((body, body, names), (body, message.Body, string.Join(' ', Spans().Matches(message.Html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)))));
        }

        var page = await owner.PageAsync(room);
        Assert.Equal(expected.Values.Count(names => names.Length > 0), page.Messages.Count(m => m.Html.Contains("class=\"mention\"", StringComparison.Ordinal)));
        var elan = page.Messages.Single(m => m.Body == "@élan!");
        var id = (await owner.FindMembersAsync(room, "éLAN")).Single().UserUuid;
        Assert.Equal($"""<p><span class="mention" data-user="{id}">@élan</span>!</p>""", WebUtility.HtmlDecode(elan.Html));
    }

    [Fact]
    public async Task A_mention_stays_one_after_its_person_took_another_name()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var ada = await _server.NamedAsync("Ada");
        using var twin = await _server.NamedAsync("Ada");
        var room = (await owner.CreateRoomAsync()).Id;
        await ada.JoinAsync(room);
        await twin.JoinAsync(room);
        var said = await owner.PostAsync(room, "@Ada?");
        await ada.RenameAsync(_server, "Grace");

        var again = (await owner.PageAsync(room)).Messages.Single();
        Assert.Equal(said.Html, again.Html);
        Assert.Equal(2, Regex.Match(again.Html, "data-user=\"([^\"]+)\"").Groups[1].Value.Split(' ').Length); // both who had it
        Assert.Contains("mention", (await owner.PostAsync(room, "@Grace")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_keeps_the_room_calls_everybody_and_nobody_names_crowds()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var member = await ChatApi.RegisterAsync(_server, "member");
        using var admin = await ChatApi.AdminAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await member.JoinAsync(room);
        await admin.JoinAsync(room);
        var crowd = await Task.WhenAll(Enumerable.Range(0, 51).Select(async _ =>
        {
            using var person = await ChatApi.RegisterAsync(_server, "c");
            await person.JoinAsync(room);
            return $"@{person.Email.Split('@')[0]}";
        }));

        using var called = await member.TryPostAsync(room, new { body = "@Room, wake up" });
        var problem = await ChatApi.ReadAsync<WireProblem>(called, HttpStatusCode.Forbidden);
        Assert.EndsWith(":may-not-call-room", problem.Type, StringComparison.Ordinal);
        await member.PostAsync(room, "`@room` is for owners");
        await admin.PostAsync(room, "@room");

        using var many = await member.TryPostAsync(room, new { body = string.Join(' ', crowd) });
        Assert.EndsWith(":too-many-mentions", (await ChatApi.ReadAsync<WireProblem>(many, HttpStatusCode.BadRequest)).Type, StringComparison.Ordinal);
        using var hundreds = await member.TryPostAsync(room, new { body = string.Join(' ', Enumerable.Range(0, 501).Select(i => $"@u{i}")) });
        Assert.Equal(HttpStatusCode.BadRequest, hundreds.StatusCode);
        using var names = await member.TryPostAsync(room, new { body = string.Join(' ', Enumerable.Range(0, 80).Select(i => $"@x{i}")) }); // more than is looked up
        Assert.Equal(HttpStatusCode.BadRequest, names.StatusCode);
        await member.PostAsync(room, string.Join('\n', Enumerable.Range(0, 400).Select(i => $"@x{i}")));
        await member.PostAsync(room, string.Join(' ', crowd[1..]));
        Assert.Equal(53 + 4, (await owner.RoomAsync(room)).Head); // who joined, and what was said: what is refused leaves no gap
    }

    [GeneratedRegex("<span class=\"mention\" data-user=\"[^\"]*\">([^<]+)</span>")]
    private static partial Regex Spans();
}
