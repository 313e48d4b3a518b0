using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>A server to compare with: this program again, in another mode, ended when its standard input is.</summary>
internal sealed class Yardstick : IStreamServer
{
    /// <summary>Streams that are negotiated at a time.</summary>
    private const int AtOnce = 16;

    private readonly Process _process;
    private readonly HttpClient _http;

    private Yardstick(string name, Process process, int port)
    {
        Name = name;
        Port = port;
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public string Name { get; }

    public int ProcessId => _process.Id;

    public int Port { get; }

    /// <summary>Starts one: <c>bare</c> or <c>signalr</c>.</summary>
    public static async Task<Yardstick> StartAsync(string name, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(Yardstick).Assembly.Location, "serve", name },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return new Yardstick(name, process, int.Parse(port!, CultureInfo.InvariantCulture));
    }

    /// <summary>What the other process does: it prints its port, and serves until its standard input ends.</summary>
    public static async Task ServeAsync(string name)
    {
        if (name == SignalRServer.Name)
        {
            await SignalRServer.RunAsync();
        }
        else
        {
            BareServer.Run();
        }
    }

    public async Task<IReadOnlyList<Reader>> OpenAsync(Crowd crowd, int count, CancellationToken cancellationToken)
    {
        var tokens = new string[count];
        if (Name == SignalRServer.Name)
        {
            await EachAsync(count, async i => tokens[i] = await NegotiateAsync(cancellationToken));
        }

        var readers = Enumerable.Range(0, count).Select(i => new Reader(_ => Encoding.ASCII.GetBytes(
            $"GET /stream?id={tokens[i]} HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nAccept: text/event-stream\r\n\r\n"))).ToList();
        await crowd.OpenAsync(readers, Port, atOnce: 256);
        await crowd.UntilAsync(() => readers.TrueForAll(reader => reader.Status is not null), 30, $"{Name} answers all", cancellationToken);
        if (Name == SignalRServer.Name)
        {
            await EachAsync(count, i => AgreeAsync(tokens[i], cancellationToken));
        }

        await crowd.UntilAsync(() => readers.TrueForAll(reader => reader.IsLive), 30, $"{Name} has all live", cancellationToken);
        return readers;
    }

    public async Task PublishAsync(string text, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync("/publish", new StringContent(text), cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static async Task EachAsync(int count, Func<int, Task> work) =>
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => await work(i));

    private async Task<string> NegotiateAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync("/stream/negotiate?negotiateVersion=1", null, cancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("connectionToken").GetString()!;
    }

    /// <summary>SignalR's handshake: in which form both speak.</summary>
    private async Task AgreeAsync(string token, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync($"/stream?id={token}", new StringContent("{\"protocol\":\"json\",\"version\":1}\u001e"), cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
