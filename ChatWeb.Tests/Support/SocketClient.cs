using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace ChatWeb.Tests.Support;

/// <summary>A program that talks over a WebSocket.</summary>
public sealed class SocketClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    /// <summary>What the server closed with, once <see cref="NextAsync(string)"/> has read so far.</summary>
    public WebSocketCloseStatus? Closed => _socket.CloseStatus;

    public static Task<SocketClient> OpenAsync(ChatServer server, ChatApi person, long roomId, string? origin = null, string? cookie = null) =>
        OpenAsync(server.Address, person, roomId, origin, cookie);

    public static async Task<SocketClient> OpenAsync(Uri server, ChatApi person, long roomId, string? origin = null, string? cookie = null)
    {
        var client = new SocketClient();
        if (cookie is null)
        {
            client._socket.Options.SetRequestHeader("Authorization", person.Http.DefaultRequestHeaders.Authorization!.ToString());
        }
        else
        {
            client._socket.Options.SetRequestHeader("Cookie", cookie);
        }

        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }

        using var limit = new CancellationTokenSource(SseClient.Patience);
        await client._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = $"/chat/ws/{roomId}" }.Uri, limit.Token);
        return client;
    }

    public Task SendAsync(object frame) => SendTextAsync(JsonSerializer.Serialize(frame));

    public Task SendTextAsync(string frame, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(frame), type, endOfMessage: true, CancellationToken.None);

    /// <summary>The next frame; null when the server has closed.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var limit = new CancellationTokenSource(SseClient.Patience);
        var buffer = new byte[256 * 1024];
        var length = 0;
        ValueWebSocketReceiveResult read;
        do
        {
            read = await _socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
            length += read.Count;
        }
        while (!read.EndOfMessage);
        return read.MessageType == WebSocketMessageType.Close ? null : JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement;
    }

    /// <summary>The next frame of that type; others before it are passed over.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (await NextAsync() is { } frame)
        {
            if (frame.GetProperty("type").GetString() == type)
            {
                return frame;
            }
        }

        throw new InvalidOperationException($"The server closed before a {type}.");
    }

    /// <summary>The next durable events.</summary>
    public async Task<List<JsonElement>> DurableAsync(int count)
    {
        var durable = new List<JsonElement>(count);
        while (durable.Count < count && await NextAsync() is { } frame)
        {
            if (frame.TryGetProperty("seq", out _))
            {
                durable.Add(frame);
            }
        }

        return durable;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
