using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text.Json;
using ChatWeb.Http;
using ChatWeb.Telemetry;

namespace ChatWeb.Streaming.WebSockets;

/// <summary>Events as text frames of a WebSocket, one a frame. What is written are lines of JSON.</summary>
/// <param name="abort">Cuts the connection.</param>
internal sealed class WebSocketSink(Action abort) : ISubscriberSink
{
    /// <summary>A buffer that grew past this for a long replay is not kept for the rest of an idle socket's life.</summary>
    private const int KeptBytes = 4 * 1024;

    private ArrayBufferWriter<byte> _lines = new();
    private WebSocket? _socket;

    public string Transport => StreamTransport.WebSocket;

    /// <summary>The socket, once it is accepted; nothing is flushed before.</summary>
    public void Attach(WebSocket socket) => _socket = socket;

    public void Write(ReadOnlySpan<byte> events) => _lines.Write(events);

    public async ValueTask<FlushResult> FlushAsync()
    {
        var socket = _socket!;
        var rest = _lines.WrittenMemory;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            await socket.SendAsync(rest[..end], WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            rest = rest[(end + 1)..];
        }

        if (_lines.Capacity > KeptBytes)
        {
            _lines = new ArrayBufferWriter<byte>();
        }
        else
        {
            _lines.ResetWrittenCount();
        }

        return new FlushResult(isCanceled: false, isCompleted: socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived));
    }

    public ReadOnlyMemory<byte> Heartbeat(DateTimeOffset now) =>
        Line(new HeartbeatSignal(HeartbeatSignal.Name, null, now, now));

    public ReadOnlyMemory<byte> Bye(string reason, int? retryMilliseconds) =>
        Line(new SocketBye(ByeSignal.Name, reason, retryMilliseconds));

    public void Abort() => abort();

    /// <summary>An object as a line.</summary>
    public static ReadOnlyMemory<byte> Line<T>(T data) => SseFrames.Line(JsonSerializer.SerializeToUtf8Bytes(data, WireJson.Options));
}
