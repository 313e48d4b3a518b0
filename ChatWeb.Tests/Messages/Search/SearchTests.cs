using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Search;

public sealed class SearchTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_message_is_found_by_each_word_and_phrase_in_it()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var name = $"W{Guid.NewGuid():N}"; // open rooms of others have such words too
        var room = (await person.CreateRoomAsync(name, kind: "private")).Id;
        const string Korean = "내일 오후 배포합니다 ㅋㅋㅋ";
        const string English = "Deploying to Production tomorrow 👍";
        const string Code = "v2.10배포 is out: see `README.md`, 東京 b";
        const string Accents = "Cafe\u0301 ÜBERGANG";
        foreach (var body in new[] { Korean, English, Code, Accents })
        {
            await person.PostAsync(room, body);
        }

        foreach (var (query, found) in new (string, string[])[]
        {
            ("오후", [Korean]), ("포합니", [Korean]), ("배", [Code, Korean]), ("배포", [Code, Korean]), ("내일 배포", [Korean]), ("배포 어제", []),
            ("\"오후 배포\"", [Korean]), ("\"배포 오후\"", []), ("ㅋㅋ", [Korean]),
            ("production", [English]), ("DEPLOY", [English]), ("ploy", [English]), ("pr", [English]), ("od", []), ("👍", [English]), ("👎", []),
            ("\"to production\"", [English]), ("\"production deploying\"", []), ("\"deploying tomorrow\"", []), ("“to prod”", [English]),
            ("readme.md", [Code]), ("v2.10", [Code]), ("10배포", [Code]), ("v2내일", []), ("東京", [Code]), ("b", [Code]), ("o", []),
            ("CAFÉ", [Accents]), ("übergang", [Accents]),
        })
        {
            var bodies = await person.FoundAsync($"{query} in:{name}");
            Assert.True(found.SequenceEqual(bodies), $"{query}: {string.Join(" | ", bodies)}");
        }
    }

    [Fact]
    public async Task Nobody_finds_what_they_may_not_read()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var stranger = await ChatApi.RegisterAsync(_server);
        var open = await owner.CreateRoomAsync("Offen");
        var hidden = await owner.CreateRoomAsync("Verborgen", kind: "private");
        await owner.PostAsync(open.Id, "kumquat for all");
        await owner.PostAsync(hidden.Id, "kumquat for us");

        Assert.Equal(["kumquat for us", "kumquat for all"], await owner.FoundAsync("kumquat"));
        Assert.Equal(["kumquat for all"], await stranger.FoundAsync("kumquat"));
        Assert.Equal(["kumquat for all"], await stranger.FoundAsync("kumquat", "&sort=relevance"));
        Assert.Empty(await stranger.FoundAsync("kumquat in:Verborgen"));
        Assert.Equal(["kumquat for us"], await owner.FoundAsync("kumquat in:verborgen"));

        using var deleted = await owner.Http.DeleteAsync($"/api/chat/rooms/{open.Id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await stranger.FoundAsync("kumquat"));
    }

    [Fact]
    public async Task What_other_search_engines_take_for_operators_is_plain_text()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = (await person.CreateRoomAsync(kind: "private")).Id;
        await person.PostAsync(room, "alpha beta");

        foreach (var query in new[] { "alph*", "-alpha", "^alpha", "(alpha)", "alpha\"", "\"alpha", "\"alpha\" \"\"" })
        {
            Assert.Equal(["alpha beta"], await person.FoundAsync(query));
        }

        foreach (var query in new[]
        {
            "alpha NEAR beta", "alpha AND beta", "alpha OR gamma", "NOT gamma", "Terms:alpha", "{Terms}: alpha", "NEAR(alpha beta)",
            "alpha' OR 1=1 --", "¤r1", "* ^ ( ) { } [ ]", "%", "_", "from:", "rowid:1", "alpha\" OR \"beta",
        })
        {
            Assert.Empty(await person.FoundAsync(query));
        }
    }

    [Theory]
    [InlineData("?q=", "q")]
    [InlineData("", "q")]
    [InlineData("?q=%20%20", "q")]
    [InlineData("?q=a%00b", "q")]
    [InlineData("?q=%22%22", "q")]
    [InlineData("?q=has:cats", "q")]
    [InlineData("?q=before:yesterday", "q")]
    [InlineData("?q=after:2026-13-01", "q")]
    [InlineData("?q=x&sort=oldest", "sort")]
    [InlineData("?q=x&limit=0", "limit")]
    [InlineData("?q=x&limit=51", "limit")]
    [InlineData("?q=x&limit=many", "limit")]
    [InlineData("?q=x&cursor=abc", "cursor")]
    [InlineData("?q=x&cursor=%00", "cursor")]
    [InlineData("?q=x&tz=Mars/Olympus", "tz")]
    [InlineData("?q=x&tz=../../etc/passwd", "tz")]
    public async Task A_search_that_can_not_be_is_refused_with_its_field(string query, string field)
    {
        using var person = await ChatApi.RegisterAsync(_server);

        using var answer = await person.Http.GetAsync($"/api/chat/search{query}");

        Assert.NotEmpty((await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest)).Errors![field]);
    }

    [Fact]
    public async Task The_longest_search_is_answered_and_a_longer_one_refused()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var longest = string.Concat(Enumerable.Repeat("가나 ", 67))[..200];

        Assert.Empty(await person.FoundAsync(longest));
        using var answer = await person.Http.GetAsync($"/api/chat/search?q={Uri.EscapeDataString(longest + "다라")}");
        Assert.NotEmpty((await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest)).Errors!["q"]);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_finds_nothing()
    {
        using var http = new HttpClient { BaseAddress = _server.Address };

        using var answer = await http.GetAsync("/api/chat/search?q=kumquat");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_result_says_where_it_stands_what_was_hit_and_what_stands_around_it()
    {
        using var person = await ChatApi.RegisterAsync(_server, "minji");
        var room = await person.CreateRoomAsync("Context");
        await person.PostAsync(room.Id, "who knows **this**?");
        await person.PostAsync(room.Id, $"{string.Concat(Enumerable.Repeat("many words ", 20))}and the **Papaya** stands [here](https://example.org/papaya)");
        await person.PostAsync(room.Id, "thanks");

        var result = Assert.Single((await person.SearchAsync("papaya from:me")).Results);

        Assert.Equal((room.Id, "Context"), (result.Room.Id, result.Room.Name));
        Assert.Equal(("who knows this?", "thanks"), (result.Before!.Excerpt, result.After!.Excerpt));
        Assert.Equal(["Papaya"], result.Excerpt.Where(part => part.Hit).Select(part => part.Text));
        Assert.StartsWith("…", result.Excerpt[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("and the Papaya stands here", string.Concat(result.Excerpt.Select(part => part.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_covered_is_found_and_stays_covered()
    {
        using var person = await ChatApi.RegisterAsync(_server, "minji");
        var room = await person.CreateRoomAsync("Secrets");
        await person.PostAsync(room.Id, "her gift: ||tamarillo|| !");

        var result = Assert.Single((await person.SearchAsync("tamarillo")).Results);

        Assert.Equal("her gift: ▒▒▒▒ !", string.Concat(result.Excerpt.Select(part => part.Text)));
    }
}
