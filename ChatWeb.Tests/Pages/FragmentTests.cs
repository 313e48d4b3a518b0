using System.Net;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Pages;

/// <summary>What the room's page asks for while it is open: parts of it, not pages.</summary>
public sealed class FragmentTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>, IAsyncLifetime
{
    private static int _people;

    private BrowserSession _browser = null!;
    private ChatApi _api = null!;
    private long _room;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        var email = $"parts{Interlocked.Increment(ref _people)}@example.org";
        _browser = await BrowserSession.RegisterAsync(fixture.Server, email);
        _api = await ChatApi.SignInAsync(fixture.Server, email, BrowserSession.Password);
        _room = (await _api.CreateRoomAsync()).Id;
        _token = await _browser.HeaderTokenAsync($"/rooms/{_room}");
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_post_answers_with_the_very_fragment_that_the_stream_brings_and_a_repeat_with_the_first()
    {
        await using var stream = _api.Stream(_room, query: "");
        await stream.NextAsync("connection_ack");
        var clientId = Guid.NewGuid().ToString();

        using var first = await PostAsync(("body", "one\ntwo"), ("client_id", clientId));
        using var again = await PostAsync(("body", "other"), ("client_id", clientId));
        var heard = Assert.Single(await stream.DurableAsync(1));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal("text/html", first.Content.Headers.ContentType!.MediaType);
        var fragment = await first.Content.ReadAsStringAsync();
        Assert.Equal(heard.Data, fragment);
        Assert.Equal(fragment, await again.Content.ReadAsStringAsync());
        Assert.Contains($"data-client-id=\"{clientId}\"", fragment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "invalid-body")]
    [InlineData("x", "not-a-uuid", "invalid-client-id")]
    [InlineData("x\0y", "", "invalid-body")]
    public async Task A_refusal_is_a_problem_that_the_script_can_show(string body, string clientId, string type)
    {
        using var answer = await PostAsync(("body", body), ("client_id", clientId));

        var problem = await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest);
        Assert.EndsWith(":" + type, problem.Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_says_which_message_it_answers()
    {
        var first = await _api.PostAsync(_room, "first");

        using var reply = await PostAsync(("body", "second"), ("client_id", Guid.NewGuid().ToString()), ("reply_to", $"{first.Id}"));
        using var lost = await PostAsync(("body", "third"), ("client_id", Guid.NewGuid().ToString()), ("reply_to", "none"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest), (reply.StatusCode, lost.StatusCode));
        Assert.Equal(first.Id, (await _api.PageAsync(_room)).Messages[1].ReplyTo);
    }

    [Fact]
    public async Task Pages_before_and_after_a_message_come_as_the_same_upsert()
    {
        var posted = new List<WireMessage>();
        for (var i = 0; i < 4; i++)
        {
            posted.Add(await _api.PostAsync(_room, $"message {i}"));
        }

        var older = await PartAsync($"?before={posted[2].Id}");
        var newer = await PartAsync($"?after={posted[2].Id}");
        var nothing = await PartAsync($"?after={posted[3].Id}");

        Assert.Equal([1L, 2], Numbers(older));
        Assert.Equal([4L], Numbers(newer));
        Assert.Empty(Numbers(nothing));
        Assert.Contains("hx-target=\"#messages\"", older, StringComparison.Ordinal);
        var around = await PartAsync($"?around={posted[1].Id}");
        Assert.Equal([1L, 2, 3, 4], Numbers(around));

        // A page on its own says how far the room goes; what joins on to a page does not.
        Assert.Equal([false, false, true, true], new[] { older, newer, around, await PartAsync("") }.Select(part => part.Contains("<data data-page value=\"4\">", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_state_of_a_room_brings_its_people_what_they_have_read_and_its_topic()
    {
        using var other = await ChatApi.RegisterAsync(fixture.Server, "zoe");
        var room = (await _api.CreateRoomAsync(topic: "A < B")).Id;
        await other.JoinAsync(room);
        await _api.PostAsync(room, "one");
        var reader = (await other.PostAsync(room, "two")).SenderUuid;
        using var read = await other.Http.PostAsJsonAsync($"/api/chat/rooms/{room}/read", new { number = 2 });
        await ChatApi.ExpectAsync(read, HttpStatusCode.NoContent);

        using var answer = await SendAsync(HttpMethod.Get, $"/rooms/{room}/state");
        var parts = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelectorAll("hx-partial");
        using var page = await _browser.Http.GetAsync($"/rooms/{room}/state");

        Assert.Equal(["#members", "#read-state", "#topic"], parts.Select(part => part.GetAttribute("hx-target")));
        Assert.Equal(2, parts[0].QuerySelectorAll(".member").Length);
        Assert.Equal("2", parts[0].QuerySelector("data[data-all]")!.GetAttribute("value"));
        Assert.Equal("2", parts[1].QuerySelector($"[data-user='{reader}']")!.GetAttribute("data-number"));
        Assert.Equal("A < B", parts[2].TextContent);
        Assert.Equal($"/rooms/{room}", page.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("?before=abc")]
    [InlineData("?before=999999999")]
    [InlineData("?after=")]
    [InlineData("?before=99999999999999999999")]
    public async Task A_part_that_can_not_be_is_refused_or_the_newest_and_never_an_error_of_the_server(string query)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/rooms/{_room}/messages{query}");

        Assert.Equal(query == "?after=" ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        using var page = await _browser.Http.GetAsync($"/rooms/{_room}{query}");
        Assert.Equal(query == "?after=" ? HttpStatusCode.OK : HttpStatusCode.BadRequest, page.StatusCode);
    }

    [Fact]
    public async Task Reading_is_told_by_form_and_refused_for_what_is_no_number_of_the_room()
    {
        using var other = await ChatApi.RegisterAsync(fixture.Server);
        await other.JoinAsync(_room);
        await other.PostAsync(_room, "one");
        await other.PostAsync(_room, "two");
        Assert.Equal(2, (await _api.RoomAsync(_room)).UnreadCount);

        using var read = await ReadAsync("1");
        Assert.Equal(HttpStatusCode.NoContent, read.StatusCode);
        Assert.Equal(1, (await _api.RoomAsync(_room)).UnreadCount);

        foreach (var wrong in new[] { "3", "-1", "two", "" })
        {
            using var refused = await ReadAsync(wrong);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        Assert.Equal(1, (await _api.RoomAsync(_room)).UnreadCount);
    }

    [Fact]
    public async Task The_address_of_a_part_opened_as_a_page_leads_to_the_room()
    {
        using var answer = await _browser.Http.GetAsync($"/rooms/{_room}/messages?before=1");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/rooms/{_room}?before=1", answer.Headers.Location!.ToString());
    }

    private static IEnumerable<long> Numbers(string html) =>
        new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html).QuerySelectorAll(".message")
            .Select(m => long.Parse(m.GetAttribute("data-number")!, System.Globalization.CultureInfo.InvariantCulture));

    private async Task<string> PartAsync(string query)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/rooms/{_room}/messages{query}");
        await ChatApi.ExpectAsync(answer, HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, $"/rooms/{_room}/messages", fields);

    private Task<HttpResponseMessage> ReadAsync(string number) =>
        SendAsync(HttpMethod.Post, $"/rooms/{_room}/read", ("number", number));

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("HX-Request", "true");
        if (method == HttpMethod.Post)
        {
            request.Headers.Add("RequestVerificationToken", _token);
            request.Content = new FormUrlEncodedContent(fields.ToDictionary(f => f.Name, f => f.Value));
        }

        return await _browser.Http.SendAsync(request);
    }
}
