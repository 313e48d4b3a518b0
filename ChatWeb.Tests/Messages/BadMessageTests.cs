using System.Net;
using System.Text;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages;

public sealed class BadMessageTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    public static TheoryData<string, string, string> Refused => new()
    {
        { """{"body":""}""", "invalid-body", "body" },
        { """{"body":" \n\t "}""", "invalid-body", "body" },
        { """{"body":"\u200b\u2060\u3164"}""", "invalid-body", "body" },
        { """{"body":null}""", "invalid-body", "body" },
        { "{}", "invalid-body", "body" },
        { """{"body":"a\u0000b"}""", "invalid-body", "body" },
        { """{"body":"a\ud800b"}""", "invalid-input", "body" },
        { """{"body":7}""", "invalid-input", "body" },
        { $$"""{"body":"{{new string('x', 4_001)}}"}""", "invalid-body", "body" },
        { """{"body":"x","client_id":"123"}""", "invalid-client-id", "client_id" },
        { """{"body":"x","client_id":""}""", "invalid-client-id", "client_id" },
        { """{"body":"x","client_id":5}""", "invalid-input", "client_id" },
        { """{"body":"x","reply_to":"y"}""", "invalid-input", "reply_to" },
        { """{"body":"x","reply_to":999999}""", "invalid-reply", "reply_to" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Bad_input_is_refused_with_its_field_and_nothing_is_stored(string json, string type, string field)
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();

        using var answer = await person.PostRawAsync($"/api/chat/rooms/{room.Id}/messages", json);

        var problem = await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(":" + type, problem.Type, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Errors![field]);
        Assert.Equal(400, problem.Status);
        Assert.Equal(0, (await person.RoomAsync(room.Id)).Head);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public async Task What_is_no_json_object_is_refused_without_a_word_of_the_programs_inside(string json)
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();

        using var answer = await person.PostRawAsync($"/api/chat/rooms/{room.Id}/messages", json);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_body_counts_code_points_and_not_units()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();

        var faces = string.Concat(Enumerable.Repeat("😀", 4_000));
        var posted = await person.PostAsync(room.Id, faces);
        using var tooLong = await person.TryPostAsync(room.Id, new { body = faces + "x" });

        Assert.Equal(faces, posted.Body);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    [Theory]
    [InlineData(10_000_000, false)]
    [InlineData(1_100_000, true)] // without a length the server finds out only while it reads
    public async Task A_body_that_is_too_large_as_a_whole_is_not_read(int size, bool chunked)
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/chat/rooms/{room.Id}/messages");
        request.Content = new StringContent($$"""{"body":"{{new string('x', size)}}"}""", Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true; // the server can refuse before the bytes are sent

        using var answer = await person.Http.SendAsync(request);

        Assert.Equal(413, (await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.RequestEntityTooLarge)).Status);
    }

    [Fact]
    public async Task Another_content_type_and_another_method_have_their_own_answers()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync();

        using var form = await person.Http.PostAsync(
            $"/api/chat/rooms/{room.Id}/messages", new FormUrlEncodedContent([new("body", "x")]));
        using var put = await person.Http.PutAsync("/api/chat/rooms", null);
        using var nothing = await person.Http.GetAsync("/api/chat/nothing");

        Assert.EndsWith("unsupported-media-type", (await ChatApi.ReadAsync<WireProblem>(form, HttpStatusCode.UnsupportedMediaType)).Type, StringComparison.Ordinal);
        Assert.EndsWith("method-not-allowed", (await ChatApi.ReadAsync<WireProblem>(put, HttpStatusCode.MethodNotAllowed)).Type, StringComparison.Ordinal);
        Assert.EndsWith("not-found", (await ChatApi.ReadAsync<WireProblem>(nothing, HttpStatusCode.NotFound)).Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_stays_in_its_room()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var here = await person.CreateRoomAsync();
        var there = await person.CreateRoomAsync();
        var elsewhere = await person.PostAsync(there.Id, "there");

        using var answer = await person.TryPostAsync(here.Id, new { body = "here", reply_to = elsewhere.Id });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_wire_is_utf8_snake_case_with_utc_times()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync("한국어 방");

        using var answer = await person.TryPostAsync(room.Id, new { body = "안녕하세요 <b>" });
        var message = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", message.GetProperty("created_at").GetString()!);
        Assert.Equal("안녕하세요 <b>", message.GetProperty("body").GetString());
        Assert.Equal("utf-8", answer.Content.Headers.ContentType!.CharSet);
    }
}
