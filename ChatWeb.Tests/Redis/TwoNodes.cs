using System.Collections.Concurrent;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatWeb.Tests.Redis;

/// <summary>Two ChatWebs on one SQLite file and one Redis, and somebody who talks to both.</summary>
internal sealed class TwoNodes : IDisposable
{
    private static readonly (string, string)[] Freely =
        [("Chat:Posting:Messages", "1000000"), ("Chat:Stream:MaxPerUser", "1000"), ("Chat:SignIn:PerMinute", "1000")];

    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-nodes-").FullName;

    private TwoNodes(string redis)
    {
        var database = ("ConnectionStrings:Chat", $"Data Source={Path.Combine(_folder, "chatweb.db")}");
        A = new ProgramInside(Logging(LogA), [database, ("ConnectionStrings:Redis", redis), .. Freely]);
        B = new ProgramInside(Logging(LogB), [database, ("ConnectionStrings:Redis", redis), .. Freely]);
    }

    public ProgramInside A { get; }

    public ProgramInside B { get; }

    /// <summary>What the first said of Redis, the bus and the queue.</summary>
    public NodeLog LogA { get; } = new();

    public NodeLog LogB { get; } = new();

    public ChatApi OnA { get; private set; } = null!;

    public ChatApi OnB { get; private set; } = null!;

    /// <summary>The same room, of which that person is a member.</summary>
    public long Room { get; private set; }

    /// <param name="redis">The setting.</param>
    /// <param name="wait">Whether to wait until the nodes hear each other.</param>
    public static async Task<TwoNodes> StartAsync(string redis, bool wait = true)
    {
        var nodes = new TwoNodes(redis);
        nodes.OnA = await ChatApi.RegisterAsync(nodes.A.Address);
        nodes.OnB = await ChatApi.SignInAsync(nodes.B.Address, nodes.OnA.Email);
        nodes.Room = (await nodes.OnA.CreateRoomAsync()).Id;
        if (wait)
        {
            await Task.WhenAll(nodes.LogA.SaysAsync("bus between the nodes is up"), nodes.LogB.SaysAsync("bus between the nodes is up"));
        }

        return nodes;
    }

    public void Dispose()
    {
        OnA?.Dispose();
        OnB?.Dispose();
        A.Dispose();
        B.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Action<IServiceCollection> Logging(NodeLog log) =>
        services => services.AddLogging(logging => logging.AddProvider(log));
}

/// <summary>The lines of a node's log, as they would be printed.</summary>
internal sealed class NodeLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IEnumerable<string> Of(string text) => _lines.Where(line => line.Contains(text, StringComparison.Ordinal));

    public async Task SaysAsync(string text, int times = 1)
    {
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (Of(text).Count() < times)
        {
            Assert.False(limit.IsCancellationRequested, $"It never said \"{text}\" but:\n{string.Join('\n', _lines)}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("ChatWeb", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
