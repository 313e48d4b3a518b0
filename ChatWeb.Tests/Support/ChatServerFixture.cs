using ChatWeb.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedChatServer))]

namespace ChatWeb.Tests.Support;

/// <summary>
/// A server that many classes use side by side: each makes people and rooms of its own, and writes as fast as it
/// likes. Starting one costs more than most tests that run on it.
/// </summary>
public sealed class ChatServerFixture(SharedChatServer shared) : IAsyncLifetime
{
    public ChatServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await shared.StartedAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The server of <see cref="ChatServerFixture"/>, started by the first who needs it.</summary>
public sealed class SharedChatServer : IAsyncDisposable
{
    private readonly Lazy<Task<ChatServer>> _server = new(() => ChatServer.StartAsync(("Chat__Posting__Messages", "1000000")));

    internal Task<ChatServer> StartedAsync() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
