using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace ChatWeb.Tests.Support;

/// <summary>
/// Says one message after another, each under its own client id again and again until the server has acknowledged it,
/// as a page with a bad connection does.
/// </summary>
public sealed class StubbornWriter(ChatApi person, long roomId)
{
    private readonly ConcurrentQueue<WireMessage> _acknowledged = new();
    private readonly ConcurrentQueue<TimeSpan> _took = new();
    private readonly ConcurrentQueue<WireProblem> _problems = new();

    /// <summary>The messages that the server said it has.</summary>
    public IReadOnlyCollection<WireMessage> Acknowledged => _acknowledged;

    /// <summary>How long each answer took, of those that were no refusal.</summary>
    public IReadOnlyCollection<TimeSpan> Took => _took;

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
        while (true)
        {
            try
            {
                var watch = Stopwatch.StartNew();
                using var answer = await person.TryPostAsync(roomId, new { body, client_id = clientId });
                if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK)
                {
                    _took.Enqueue(watch.Elapsed);
                    _acknowledged.Enqueue(await ChatApi.ReadAsync<WireMessage>(answer, answer.StatusCode));
                    return;
                }

                _problems.Enqueue(await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.ServiceUnavailable));
            }
            catch (Exception exception) when (exception is HttpRequestException { StatusCode: null } or IOException)
            {
                // The server is away. Whether it took the message, only saying it again can tell.
            }

            await Task.Delay(20, cancellationToken);
        }
    }
}
