using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace ChatWeb.Tests.Support;

/// <summary>
/// Says one message after another, each under its own client id again and again until the server has acknowledged it,
/// as a page with a bad connection does.
/// </summary>
/// <param name="ways">The same person by one or more ways to the server; after a failure the next one is tried.</param>
/// <param name="roomId">Where.</param>
public sealed class StubbornWriter(IReadOnlyList<ChatApi> ways, long roomId)
{
    private readonly ConcurrentQueue<WireMessage> _acknowledged = new();
    private readonly ConcurrentQueue<TimeSpan> _took = new();
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private int _way;

    public StubbornWriter(ChatApi person, long roomId)
        : this([person], roomId)
    {
    }
    private readonly ConcurrentQueue<WireProblem> _problems = new();

    /// <summary>The messages that the server said it has.</summary>
    public IReadOnlyCollection<WireMessage> Acknowledged => _acknowledged;

    /// <summary>How long each answer took, of those that were no refusal.</summary>
    public IReadOnlyCollection<TimeSpan> Took => _took;

    /// <summary>How long each message took from when it was first said until it was acknowledged.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    /// <summary>The refusals; each was tried again.</summary>
    public IReadOnlyCollection<WireProblem> Problems => _problems;

    public static List<StubbornWriter> Several(int count, ChatApi person, long roomId) =>
        [.. Enumerable.Range(0, count).Select(_ => new StubbornWriter(person, roomId))];

    /// <summary>Says that many things.</summary>
    public async Task SayAsync(int count, string body = "said", CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < count; i++)
        {
            await SayAsync($"{body} {i}", cancellationToken);
        }
    }

    /// <summary>Goes on until told to stop; what was begun is finished.</summary>
    public async Task SayUntilAsync(CancellationToken enough, TimeSpan pause = default)
    {
        while (!enough.IsCancellationRequested)
        {
            await SayAsync("said", CancellationToken.None);
            if (pause > TimeSpan.Zero)
            {
                await Task.WhenAny(Task.Delay(pause, enough));
            }
        }
    }

    private async Task SayAsync(string body, CancellationToken cancellationToken)
    {
        var clientId = Guid.NewGuid();
        var first = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var watch = Stopwatch.StartNew();
                using var answer = await ways[_way].TryPostAsync(roomId, new { body, client_id = clientId });
                if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK)
                {
                    _took.Enqueue(watch.Elapsed);
                    _waits.Enqueue(first.Elapsed);
                    _acknowledged.Enqueue(await ChatApi.ReadAsync<WireMessage>(answer, answer.StatusCode));
                    return;
                }

                if (answer.StatusCode != HttpStatusCode.BadGateway) // a proxy whose node went away; it asks no other for a post
                {
                    _problems.Enqueue(await RefusalAsync(answer));
                }
            }
            catch (Exception exception) when (exception is HttpRequestException { StatusCode: null } or IOException)
            {
                // The server is away. Whether it took the message, only saying it again can tell.
            }

            _way = (_way + 1) % ways.Count;
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Anything else than "not now" would be said for ever.</summary>
    private static async Task<WireProblem> RefusalAsync(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.ServiceUnavailable
            ? await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.ServiceUnavailable)
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
}
