using System.Diagnostics;
using ChatWeb.Tests.Support;

namespace ChatWeb.Benchmarks.Search;

/// <summary>
/// How long a search takes among a million messages: nearly all in one private room, the rest in twenty public ones. Its
/// member sees all, an outsider the public rooms only.
/// </summary>
internal static class SearchBenchmark
{
    private const int Total = 1_000_000;
    private const int SmallRooms = 20;
    private const int InSmallRoom = 2_000;
    private const int Requests = 100;
    private const int WarmUp = 10;
    private const double SearchLimit = 60;
    private const double JumpLimit = 40;

    /// <summary>A search that finds nothing in time says so and where to go on: its patience, and as much again for all else.</summary>
    private const double PatienceLimit = 200;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Report.Title($"search: {Total:N0} messages in Korean and English, one room of {Total - (SmallRooms * InSmallRoom):N0} and {SmallRooms} of {InSmallRoom:N0}");
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"));
        var talk = new Talk();
        var (member, outsider, large, middle) = await SeedAsync(server, talk, cancellationToken);
        using (member)
        using (outsider)
        {
            await SearchesAsync(member, outsider, talk, cancellationToken);
            await JumpsAsync(member, large, middle, cancellationToken);
        }

        await server.StopAsync();
        await IndexingBenchmark.RunAsync(server.DatabaseFile, large, talk, cancellationToken);
    }

    private static async Task SearchesAsync(ChatApi member, ChatApi outsider, Talk talk, CancellationToken cancellationToken)
    {
        string[] commonKorean = talk.Korean[..10], commonEnglish = talk.English[..10];
        string[] rareKorean = [.. talk.Korean[8_000..].Where(word => word.Length > 2).Take(100)], rareEnglish = [.. talk.English[8_000..].Where(word => word.Length > 5).Take(100)];
        await MeasureAsync("common Korean word", member, commonKorean);
        await MeasureAsync("rare Korean word", member, rareKorean);
        await MeasureAsync("two syllables, rare", member, [.. talk.Korean[3_000..].Where(word => word.Length == 2).Take(100)]);
        await MeasureAsync("one syllable", member, [.. talk.Korean[50..150].Select(word => word[..1])]);
        await MeasureAsync("common English word", member, commonEnglish);
        await MeasureAsync("rare English word", member, rareEnglish);
        await MeasureAsync("two common words", member, [.. commonKorean.Zip(commonEnglish, (one, other) => $"{one} {other}")]);
        await MeasureAsync("common and rare word", member, [.. rareKorean.Select(word => $"{word} {commonKorean[0]}")]);
        await MeasureAsync("phrase", member, [.. Enumerable.Range(0, 9).Select(i => $"\"{commonEnglish[i]} {commonEnglish[i + 1]}\"")]);
        await MeasureAsync("common word, from:", member, [.. commonKorean.Select(word => $"{word} from:writer")]);
        await MeasureAsync("common word, in: a small room", member, [.. commonKorean.Select(word => $"{word} in:\"Small 7\"")]);
        await MeasureAsync("rare word, in: a small room", member, [.. rareEnglish.Select(word => $"{word} in:\"Small 7\"")]);
        await MeasureAsync("common word, before: a day", member, [.. commonEnglish.Select(word => $"{word} before:{DateTime.UtcNow.AddDays(-300):yyyy-MM-dd}")]);
        await MeasureAsync("common word, has:link", member, [.. commonEnglish.Select(word => $"{word} has:link")]);
        await MeasureAsync("common Korean word, relevance", member, commonKorean, "&sort=relevance");
        await MeasureAsync("rare English word, relevance", member, rareEnglish, "&sort=relevance");
        await MeasureAsync("nothing: no such word", member, [.. rareKorean.Select(word => $"{word}쀍뷁")]);
        await MeasureAsync("outsider, common word", outsider, commonKorean);
        await MeasureAsync("outsider, rare word", outsider, rareEnglish);
        await MeasureAsync("outsider, 480,000 hits of others, none own", outsider, [SearchSeeder.Secret], limit: PatienceLimit);

        async Task MeasureAsync(string what, ChatApi person, string[] queries, string more = "", double limit = SearchLimit)
        {
            var results = 0;
            var latencies = await TimesAsync(
                async i => results += (await person.GetAsync<Found>($"/api/chat/search?q={Uri.EscapeDataString(queries[i % queries.Length])}{more}")).Results.Count,
                cancellationToken);
            Report.Line($"{what} ({(double)results / (Requests + WarmUp):F1} results)", latencies);
            Report.Target("  p95", latencies.P95, limit, " ms");
        }
    }

    private static async Task JumpsAsync(ChatApi member, long room, IReadOnlyList<long> middle, CancellationToken cancellationToken)
    {
        var missed = false;
        var json = await TimesAsync(async i => await member.PageAsync(room, $"?before={middle[i % middle.Count]}"), cancellationToken);
        Report.Line("jump to the middle, JSON", json);
        Report.Target("  p95", json.P95, JumpLimit, " ms");
        var page = await TimesAsync(
            async i =>
            {
                var id = middle[i % middle.Count];
                var html = await member.Http.GetStringAsync($"/rooms/{room}?around={id}", cancellationToken);
                missed |= !html.Contains($"id=\"message-{id}\"", StringComparison.Ordinal);
            },
            cancellationToken);
        if (missed)
        {
            Report.Skipped("jump to the middle, the room's page", "it does not open around a message");
            return;
        }

        Report.Line("jump to the middle, the room's page", page);
        Report.Target("  p95", page.P95, JumpLimit, " ms");
    }

    private static async Task<(ChatApi Member, ChatApi Outsider, long Large, IReadOnlyList<long> Middle)> SeedAsync(ChatServer server, Talk talk, CancellationToken cancellationToken)
    {
        var member = await ChatApi.RegisterAsync(server, "writer");
        var outsider = await ChatApi.RegisterAsync(server, "outsider");
        for (var i = 0; i < 20; i++)
        {
            (await ChatApi.RegisterAsync(server, "somebody")).Dispose();
        }

        var rooms = new List<(long, int)> { ((await member.CreateRoomAsync("Large", kind: "private")).Id, Total - (SmallRooms * InSmallRoom)) };
        for (var i = 1; i <= SmallRooms; i++)
        {
            rooms.Add(((await member.CreateRoomAsync($"Small {i}")).Id, InSmallRoom));
        }

        await server.StopAsync();
        var start = Stopwatch.GetTimestamp();
        var middle = await SearchSeeder.FillAsync(server.DatabaseFile, rooms, talk, cancellationToken);
        Report.Line("seeded", $"in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, {new FileInfo(server.DatabaseFile).Length / 1_000_000} MB");
        await server.StartAsync();
        return (member, outsider, rooms[0].Item1, middle);
    }

    private static async Task<Latencies> TimesAsync(Func<int, Task> request, CancellationToken cancellationToken)
    {
        var times = new List<double>(Requests);
        for (var i = -WarmUp; i < Requests; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            await request(i + WarmUp);
            if (i >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return new Latencies(times);
    }

    private sealed record Found(IReadOnlyList<object> Results, string? Next);
}
