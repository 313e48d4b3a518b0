using System.Net.WebSockets;

namespace ChatWeb.Streaming.WebSockets;

/// <summary>Ends a socket as RFC 6455 (7.1.2) wants it: a close frame from here, one from there, and no waiting for ever.</summary>
internal static class SocketClosing
{
    /// <summary>For our close frame to be taken, and again for the client's to come. A program that stops has two seconds for all of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <param name="socket">The socket.</param>
    /// <param name="subscriber">Who wrote to it; writes nothing more from now on.</param>
    /// <param name="reader">Who reads from it.</param>
    /// <param name="reading">Ends when there is nothing more to read.</param>
    public static async Task CloseAsync(WebSocket socket, Subscriber subscriber, SocketReader reader, Task reading)
    {
        var saidGoodbye = subscriber.Completion.IsCompleted;
        subscriber.Abandon();
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        var status = reader.IsTooLong ? WebSocketCloseStatus.MessageTooBig
            : saidGoodbye ? WebSocketCloseStatus.EndpointUnavailable
            : WebSocketCloseStatus.NormalClosure;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await socket.CloseOutputAsync(status, statusDescription: null, patience.Token);
            await Task.WhenAny(reading, Task.Delay(Patience, CancellationToken.None));
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // Nobody is there to hear it.
        }
    }
}
