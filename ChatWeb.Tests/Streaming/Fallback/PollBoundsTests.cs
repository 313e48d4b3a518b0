using System.Net;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Fallback;

public sealed class PollBoundsTests
{
    [Fact]
    public async Task An_answer_is_bounded_in_events_and_in_bytes_and_the_next_goes_on()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "10000"));
        using var person = await ChatApi.AdminAsync(server);
        var many = (await person.CreateRoomAsync()).Id;
        var large = (await person.CreateRoomAsync()).Id;
        await Parallel.ForAsync(0, 510, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) => await person.PostAsync(many, $"{i}"));
        var longest = new string('가', 4_000); // 24 KB an event, body and html
        await Parallel.ForAsync(0, 80, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (_, _) => await person.PostAsync(large, longest));

        Assert.Equal([500, 10], (await AllAsync(person, many, 510)).Select(answer => answer.Events));
        var answers = await AllAsync(person, large, 80);
        Assert.InRange(answers.Count, 2, 4);
        Assert.All(answers, answer => Assert.InRange(answer.Bytes, 1, 1_500_000));
    }

    [Fact]
    public async Task One_too_far_behind_is_told_to_reload()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Stream__ResumeLimit", "3"));
        using var person = await ChatApi.AdminAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        for (var i = 0; i < 5; i++)
        {
            await person.PostAsync(room, $"{i}");
        }

        foreach (var wait in new[] { "", "&wait=20" })
        {
            var answer = await person.GetAsync<JsonElement>($"/chat/poll/{room}?after=1{wait}");
            var reset = Assert.Single(answer.GetProperty("events").EnumerateArray());
            Assert.Equal(("reset", 5), (reset.GetProperty("type").GetString(), reset.GetProperty("head").GetInt64()));
            Assert.Equal(3, (await person.GetAsync<JsonElement>($"/chat/poll/{room}?after=2{wait}")).GetProperty("events").GetArrayLength());
        }
    }

    [Fact]
    public async Task Many_that_wait_all_wake_with_one_event_and_all_end_with_the_server()
    {
        const int Polls = 100;
        await using var server = await ChatServer.StartAsync(("Chat__Stream__MaxPerUser", "1000"));
        using var person = await ChatApi.AdminAsync(server);
        var room = (await person.CreateRoomAsync()).Id;

        var first = Hold(0);
        await person.PostAsync(room, "now");
        foreach (var answer in await Task.WhenAll(first).WaitAsync(SseClient.Patience))
        {
            var body = await ChatApi.ReadAsync<JsonElement>(answer, HttpStatusCode.OK);
            Assert.Equal(1, Assert.Single(body.GetProperty("events").EnumerateArray()).GetProperty("seq").GetInt64());
            answer.Dispose();
        }

        var second = Hold(1);
        await person.UntilConnectedAsync(room, Polls);
        var took = await server.StopAsync();

        Assert.InRange(took, TimeSpan.Zero, ChatServer.StopLimit);
        foreach (var answer in await Task.WhenAll(second).WaitAsync(SseClient.Patience))
        {
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.True(answer.Headers.Contains("X-Server-Load"));
            answer.Dispose();
        }

        List<Task<HttpResponseMessage>> Hold(long after) =>
            [.. Enumerable.Range(0, Polls).Select(_ => person.Http.GetAsync($"/chat/poll/{room}?after={after}&wait=60"))];
    }

    /// <summary>Polls until the client has everything; how much each answer brought.</summary>
    private static async Task<List<(int Events, int Bytes)>> AllAsync(ChatApi person, long roomId, long head)
    {
        var answers = new List<(int Events, int Bytes)>();
        for (var seq = 0L; seq < head;)
        {
            var bytes = await person.Http.GetByteArrayAsync($"/chat/poll/{roomId}?after={seq}");
            using var body = JsonDocument.Parse(bytes);
            var events = body.RootElement.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()).ToList();
            Assert.Equal(Enumerable.Range(1, events.Count).Select(i => seq + i), events);
            Assert.Equal(head, body.RootElement.GetProperty("head").GetInt64());
            answers.Add((events.Count, bytes.Length));
            seq = events[^1];
        }

        return answers;
    }
}
