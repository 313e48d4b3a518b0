using System.Diagnostics;
using System.Globalization;
using ChatWeb.Components;
using ChatWeb.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatWeb.Benchmarks;

/// <summary>How long a page of messages takes from what was typed to HTML, and the slowest message there can be.</summary>
internal static class RenderBenchmark
{
    private const int OnAPage = 50;
    private const int WarmUp = 300;
    private const int Pages = 500;
    private const int Longest = 4_000;
    private const double PageLimit = 5;
    private const double MessageLimit = 20;

    private static readonly string[] Bodies =
    [
        "Good morning! The draft is ready.",
        "좋은 아침이에요 ☀️ 오늘 회의는 3시에 시작해요",
        "see https://example.org/a?b=1&c=2 and `code`, **about as long** as people write them",
        "> 인용한 말은 이렇게 보여요.\n\n- 하나\n- 둘 **굵게** `코드`\n\n1. first\n2. second",
        "```cs\nvar x = await server.StartAsync(new Options { Address = \"127.0.0.1\", Port = 8080 });\n```",
        "이름|값\n--|--:\n가|1\n나|2\n\n||정답은 42||",
    ];

    /// <summary>The slowest that random search found, and their like.</summary>
    private static readonly string[] Pieces =
        ["[", "a*", "*_", "*a ", ">", "+ ", "- 1. ", "|", "a|b\n-|-\n", "*a|b\n-|-\n", "([|)", "[](", "![", "([))*](", "*['\n한)", "||a", "www.", "한www.", "https://a.b(", "``a`", "<", "&"];

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Report.Title($"render: {OnAPage} messages on the server, from what was typed");
        await using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        var fragments = new FragmentRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var messages = Enumerable.Range(1, OnAPage).Select(MessageOf).ToArray();
        var (markdown, pages) = (new List<double>(Pages), new List<double>(Pages));
        for (var i = -WarmUp; i < Pages; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var views = messages.Select(m => m.ToView("Ada")).ToList();
            var read = Stopwatch.GetElapsedTime(start);
            await fragments.RenderAsync<MessageList>(
                new Dictionary<string, object?> { [nameof(MessageList.RoomId)] = 1L, [nameof(MessageList.Page)] = new MessagePage(views, true, false, 0) },
                CultureInfo.InvariantCulture);
            if (i >= 0)
            {
                markdown.Add(read.TotalMilliseconds);
                pages.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        Report.Line("Markdown alone", $"median {new Latencies(markdown).Median:F2} ms");
        Report.Line("Markdown and components", new Latencies(pages));
        Report.Target("  median", new Latencies(pages).Median, PageLimit, " ms");
        var (slowest, piece) = Pieces.Select(p => (Milliseconds: Slowest(p), Piece: p)).Max();
        Report.Target($"slowest of {Longest} characters ({piece.ReplaceLineEndings("\\n")} …)", slowest, MessageLimit, " ms");
    }

    private static Message MessageOf(int number) => new()
    {
        Id = number,
        RoomId = 1,
        Number = number,
        Seq = number,
        SenderId = Guid.CreateVersion7(),
        Body = Bodies[number % Bodies.Length],
        CreatedAt = DateTimeOffset.UtcNow,
    };

    private static double Slowest(string piece)
    {
        var typed = string.Concat(Enumerable.Repeat(piece, (Longest / piece.Length) + 1))[..Longest];
        return Enumerable.Range(0, 20).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            MarkdownRenderer.ToHtml(typed);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
    }
}
