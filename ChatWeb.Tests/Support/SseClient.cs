using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Threading.Channels;

namespace ChatWeb.Tests.Support;

/// <summary>One event as it came: its durable id, if it has one, its name and its data.</summary>
public sealed record SseEvent(long? Id, string Name, string Data)
{
    /// <summary>The id as text, where it is an opaque resume point and no sequence.</summary>
    public string? Point { get; init; }

    public JsonElement Json => JsonDocument.Parse(Data).RootElement;
}

/// <summary>Reads one event stream in the background; tests wait for events by their arrival, never by time.</summary>
public sealed class SseClient : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<SseEvent> _events = Channel.CreateUnbounded<SseEvent>();
    private readonly TaskCompletionSource<HttpResponseMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private SseClient(HttpClient http, string path, string? lastEventId) => _reading = ReadAsync(http, path, lastEventId);

    /// <summary>The answer's head, once it is there.</summary>
    public Task<HttpResponseMessage> Answer => _answer.Task.WaitAsync(Patience);

    /// <summary>Ends when the server has closed the stream.</summary>
    public Task Closed => _reading;

    public static SseClient Open(HttpClient http, string path, string? lastEventId = null) => new(http, path, lastEventId);

    /// <summary>The next event of any kind; fails when the stream ends or none comes.</summary>
    public async Task<SseEvent> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _events.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next event of that name; others before it are passed over.</summary>
    public async Task<SseEvent> NextAsync(string name)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.Name == name)
            {
                return next;
            }
        }
    }

    /// <summary>The next durable events, signals left out.</summary>
    public async Task<List<SseEvent>> DurableAsync(int count)
    {
        var durable = new List<SseEvent>(count);
        while (durable.Count < count)
        {
            var next = await NextAsync();
            if (next.Id is not null)
            {
                durable.Add(next);
            }
        }

        return durable;
    }

    /// <summary>Everything that came until the server closed the stream.</summary>
    public async Task<List<SseEvent>> RestAsync()
    {
        var rest = new List<SseEvent>();
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var item in _events.Reader.ReadAllAsync(limit.Token))
        {
            rest.Add(item);
        }

        return rest;
    }

    /// <summary>What has come and was not read yet; does not wait.</summary>
    public List<SseEvent> Arrived()
    {
        var arrived = new List<SseEvent>();
        while (_events.Reader.TryRead(out var item))
        {
            arrived.Add(item);
        }

        return arrived;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync(HttpClient http, string path, string? lastEventId)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (lastEventId is not null)
            {
                request.Headers.Add("Last-Event-ID", lastEventId);
            }

            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
            _answer.TrySetResult(answer);
            if (!answer.IsSuccessStatusCode)
            {
                return;
            }

            await using var body = await answer.Content.ReadAsStreamAsync(_stop.Token);
            var parser = SseParser.Create(body);
            var last = parser.LastEventId;
            await foreach (var item in parser.EnumerateAsync(_stop.Token))
            {
                // The parser repeats the last id for events that have none of their own.
                var point = parser.LastEventId != last && item.EventId is { Length: > 0 } text ? text : null;
                long? id = long.TryParse(point, System.Globalization.CultureInfo.InvariantCulture, out var seq) ? seq : null;
                last = parser.LastEventId;
                await _events.Writer.WriteAsync(new SseEvent(id, item.EventType, item.Data) { Point = point });
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            _answer.TrySetException(exception);
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }
}
