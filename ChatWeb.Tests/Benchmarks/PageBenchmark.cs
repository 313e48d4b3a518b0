using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ChatWeb.Tests.Support;

namespace ChatWeb.Benchmarks;

/// <summary>Whether a room's page takes as long with a million messages in the room as with a thousand.</summary>
internal static class PageBenchmark
{
    private const int Small = 1_000;
    private const int Large = 1_000_000;
    private const int WarmUp = 100;
    private const int Requests = 400;
    private const int OnAPage = 50;
    private const double RatioLimit = 1.2;
    private const double JumpLimit = 40;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Report.Title($"page: a room of {Large:N0} messages beside one of {Small:N0}, requests in turn");
        await using var server = await ChatServer.StartAsync();
        var (small, large) = await SeedAsync(server, cancellationToken);
        using var http = await SignInAsync(server);

        await CompareAsync("GET /rooms/{id}", PageOf(small), PageOf(large));
        await CompareAsync("GET …/messages?before= (middle)", await MiddleOf(small), await MiddleOf(large));
        var jump = await CompareAsync("GET /rooms/{id}?around= (middle)", await AroundOf(small), await AroundOf(large));
        Report.Target("  p95", jump.P95, JumpLimit, " ms");

        async Task<Latencies> CompareAsync(string what, Func<Task> one, Func<Task> other)
        {
            var (few, many) = await InTurnAsync(one, other, cancellationToken);
            Report.Line($"{what}, {Small:N0}", few);
            Report.Line($"{what}, {Large:N0}", many);
            Report.Target("  ratio of medians", Math.Round(many.Median / few.Median, 3), RatioLimit);
            return many;
        }

        Func<Task> PageOf(long room) => async () =>
        {
            var html = await http.GetStringAsync($"/rooms/{room}", cancellationToken);
            Expect(Regex.Count(html, "<article [^>]*data-number=") == OnAPage, html);
        };

        async Task<long> InTheMiddleOf(long room)
        {
            var newest = await http.GetFromJsonAsync<WirePage>($"/api/chat/rooms/{room}/messages?limit=1", Wire.Json, cancellationToken);
            return newest!.Messages[0].Id - (newest.Messages[0].Number / 2);
        }

        async Task<Func<Task>> AroundOf(long room)
        {
            var middle = await InTheMiddleOf(room);
            return async () =>
            {
                var html = await http.GetStringAsync($"/rooms/{room}?around={middle}", cancellationToken);
                Expect(Regex.Count(html, "<article [^>]*data-number=") == OnAPage && html.Contains($"id=\"message-{middle}\"", StringComparison.Ordinal), html);
            };
        }

        async Task<Func<Task>> MiddleOf(long room)
        {
            var middle = await InTheMiddleOf(room);
            return async () =>
            {
                var page = await http.GetFromJsonAsync<WirePage>($"/api/chat/rooms/{room}/messages?before={middle}", Wire.Json, cancellationToken);
                Expect(page!.Messages.Count == OnAPage && page.Messages[^1].Id == middle - 1, $"{page}");
            };
        }
    }

    private static async Task<(long Small, long Large)> SeedAsync(ChatServer server, CancellationToken cancellationToken)
    {
        long small, large;
        using (var admin = await ChatApi.AdminAsync(server))
        {
            for (var i = 0; i < 4; i++)
            {
                (await ChatApi.RegisterAsync(server)).Dispose();
            }

            small = (await admin.CreateRoomAsync("Small")).Id;
            large = (await admin.CreateRoomAsync("Large")).Id;
        }

        await server.StopAsync();
        var start = Stopwatch.GetTimestamp();
        await RoomSeeder.FillAsync(server.DatabaseFile, new Dictionary<long, int> { [small] = Small, [large] = Large }, cancellationToken);
        var megabytes = new FileInfo(server.DatabaseFile).Length / 1_000_000;
        Report.Line("seeded", $"in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, {megabytes} MB");
        await server.StartAsync();
        return (small, large);
    }

    /// <summary>Signed in by cookie, as a browser.</summary>
    private static async Task<HttpClient> SignInAsync(ChatServer server)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        using var answer = await http.PostAsJsonAsync(
            "/api/identity/login?useCookies=true",
            new { email = ChatServer.AdminEmail, password = ChatServer.AdminPassword });
        await ChatApi.ExpectAsync(answer, HttpStatusCode.OK);
        return http;
    }

    /// <summary>Each pair in the opposite order of the one before, so that neither always runs in the other's wake.</summary>
    private static async Task<(Latencies One, Latencies Other)> InTurnAsync(Func<Task> one, Func<Task> other, CancellationToken cancellationToken)
    {
        var (ones, others) = (new List<double>(Requests), new List<double>(Requests));
        for (var i = -WarmUp; i < Requests; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var oneFirst = i % 2 == 0;
            var first = await TimeAsync(oneFirst ? one : other);
            var second = await TimeAsync(oneFirst ? other : one);
            if (i >= 0)
            {
                ones.Add(oneFirst ? first : second);
                others.Add(oneFirst ? second : first);
            }
        }

        return (new Latencies(ones), new Latencies(others));
    }

    private static async Task<double> TimeAsync(Func<Task> request)
    {
        var start = Stopwatch.GetTimestamp();
        await request();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Expect(bool asExpected, string answer)
    {
        if (!asExpected)
        {
            throw new InvalidOperationException($"Not the page that was asked for: {answer}");
        }
    }
}
