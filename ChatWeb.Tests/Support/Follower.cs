using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;

namespace ChatWeb.Tests.Support;

/// <summary>A durable event as a follower got it.</summary>
/// <param name="At">When, in ticks of <see cref="Stopwatch"/>.</param>
public sealed record HeardEvent(long Id, string Name, string Data, long At);

/// <summary>A goodbye, and in how many milliseconds the server asked the client to come back.</summary>
public sealed record Goodbye(string Reason, double RetryMilliseconds);

/// <summary>
/// A client as the contract wants it: it follows a room's stream and, whenever that ends or can't be opened, comes
/// back with the last id it has. After a <c>bye</c> it waits as long as the server asked for, else a moment.
/// </summary>
public sealed class Follower : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http;
    private readonly string _path;
    private readonly List<HeardEvent> _heard = [];
    private readonly List<Goodbye> _byes = [];
    private readonly List<HttpStatusCode> _refusals = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _following;
    private long _last;
    private long? _lostAt;
    private long _goal = long.MaxValue;
    private TaskCompletionSource _reached = new();

    private Follower(HttpClient http, string path, long after)
    {
        (_http, _path, _last) = (http, path, after);
        _following = FollowAsync();
    }

    /// <summary>The first stream is open.</summary>
    public Task Connected => _connected.Task.WaitAsync(SseClient.Patience * 2);

    /// <summary>How often a stream was opened.</summary>
    public int Openings { get; private set; }

    public IReadOnlyList<HeardEvent> Heard => Copy(_heard);

    public IReadOnlyList<Goodbye> Byes => Copy(_byes);

    /// <summary>The longest time between the end of a stream and the next one's acknowledgement.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>What the server answered instead of a stream.</summary>
    public IReadOnlyList<HttpStatusCode> Refusals => Copy(_refusals);

    /// <param name="person">Who listens.</param>
    /// <param name="roomId">The room.</param>
    /// <param name="after">The last id that the client has already; 0: it wants everything.</param>
    /// <param name="query">The format.</param>
    public static Follower Start(ChatApi person, long roomId, long after = 0, string query = "?format=json") =>
        new(person.Http, $"/chat/sse/{roomId}{query}", after);

    /// <summary>As many of them as are wanted, all connected.</summary>
    public static async Task<List<Follower>> StartManyAsync(int count, ChatApi person, long roomId, long after = 0)
    {
        var followers = Enumerable.Range(0, count).Select(i => Start(person, roomId, after, i % 5 == 4 ? "" : "?format=json")).ToList();
        await Task.WhenAll(followers.Select(follower => follower.Connected));
        return followers;
    }

    /// <summary>Waits until the client has the event of that id.</summary>
    public async Task ReachAsync(long id, TimeSpan? within = null)
    {
        Task reached;
        lock (_gate)
        {
            _goal = id;
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_last >= id)
            {
                _reached.SetResult();
            }

            reached = _reached.Task;
        }

        try
        {
            await reached.WaitAsync(within ?? SseClient.Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"A client has {_last} of {id} events after {Openings} openings; refused: {string.Join(", ", Refusals)}.");
        }
    }

    /// <summary>What the client got is everything up to that id, each once and in order, and nothing it could not show.</summary>
    public void HasAllUpTo(long id, long after = 0)
    {
        var heard = Heard;
        Assert.Equal(Sequence(after + 1, id), heard.Select(e => e.Id));
        Assert.DoesNotContain(heard, e => e.Name == "reset");
    }

    /// <summary>All of them reach the id, have everything once and in order, and are stopped.</summary>
    public static async Task AllHaveEverythingAsync(IReadOnlyCollection<Follower> followers, long upTo, TimeSpan? within = null)
    {
        await Task.WhenAll(followers.Select(follower => follower.ReachAsync(upTo, within)));
        await StopAllAsync(followers);
        Assert.All(followers, follower => follower.HasAllUpTo(upTo));
    }

    public static Task StopAllAsync(IEnumerable<Follower> followers) =>
        Task.WhenAll(followers.Select(follower => follower.DisposeAsync().AsTask()));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
    }

    private static IEnumerable<long> Sequence(long first, long last)
    {
        for (var seq = first; seq <= last; seq++)
        {
            yield return seq;
        }
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var pause = TimeSpan.FromMilliseconds(Random.Shared.Next(20, 120));
            try
            {
                pause = await ListenAsync() ?? pause;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // The connection broke, or there is none: as after every end, come back.
            }

            _lostAt ??= Stopwatch.GetTimestamp();

            await Task.WhenAny(Task.Delay(pause, _stop.Token));
        }
    }

    /// <summary>One stream to its end; returns how long the server wants the client to wait, if it said so.</summary>
    private async Task<TimeSpan?> ListenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _path);
        request.Headers.Add("Last-Event-ID", _last.ToString(CultureInfo.InvariantCulture));
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
        if (!answer.IsSuccessStatusCode)
        {
            lock (_gate)
            {
                _refusals.Add(answer.StatusCode);
            }

            return null;
        }

        Openings++;
        await using var body = await answer.Content.ReadAsStreamAsync(_stop.Token);
        var parser = SseParser.Create(body);
        var lastId = parser.LastEventId;
        TimeSpan? wait = null;
        await foreach (var item in parser.EnumerateAsync(_stop.Token))
        {
            if (item.EventType == "connection_ack")
            {
                NoteLive();
            }
            else if (item.EventType == "bye")
            {
                wait = parser.ReconnectionInterval;
                lock (_gate)
                {
                    _byes.Add(new Goodbye(ReasonOf(item.Data), wait.Value.TotalMilliseconds));
                }
            }

            // The parser repeats the last id for events that have none of their own.
            if (parser.LastEventId != lastId)
            {
                lastId = parser.LastEventId;
                Note(new HeardEvent(long.Parse(lastId, CultureInfo.InvariantCulture), item.EventType, item.Data, Stopwatch.GetTimestamp()));
            }
        }

        return wait;
    }

    private void NoteLive()
    {
        if (_connected.Task.IsCompleted && _lostAt is { } lostAt && Stopwatch.GetElapsedTime(lostAt) is var gap && gap > LongestGap)
        {
            LongestGap = gap;
        }

        _lostAt = null;
        _connected.TrySetResult();
    }

    private void Note(HeardEvent heard)
    {
        lock (_gate)
        {
            _heard.Add(heard);
            _last = heard.Id;
            if (_last >= _goal)
            {
                _reached.TrySetResult();
            }
        }
    }

    private static string ReasonOf(string data) =>
        System.Text.Json.JsonDocument.Parse(data).RootElement.GetProperty("reason").GetString()!;
}
