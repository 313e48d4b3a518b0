namespace ChatWeb.Tests.Support;

/// <summary>One server for all tests of a class.</summary>
public sealed class ChatServerFixture : IAsyncLifetime
{
    public ChatServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ChatServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
