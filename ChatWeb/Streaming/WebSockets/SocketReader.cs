using System.Buffers;
using System.Net.WebSockets;

namespace ChatWeb.Streaming.WebSockets;

/// <summary>Reads the frames of a socket, each done before the next is read. An idle socket holds no buffer.</summary>
internal sealed class SocketReader(WebSocket socket, SocketSession session)
{
    /// <summary>The longest frame, in bytes: the longest message takes 48 KB as escaped JSON.</summary>
    public const int MaxFrame = 64 * 1024;

    private const int FirstBuffer = 4 * 1024;

    /// <summary>Whether the client sent a frame longer than <see cref="MaxFrame"/>, which ends the socket.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Ends when the client closes or leaves, or is not read any more. Does not throw.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadFrameAsync(cancellationToken))
            {
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The client left without a word, or nobody reads any more.
        }
    }

    /// <summary>Reads one frame and does what it asks; false when there are no more.</summary>
    private async Task<bool> ReadFrameAsync(CancellationToken cancellationToken)
    {
        // Waits without a buffer; an empty read ends when there is something.
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        if (first.MessageType == WebSocketMessageType.Close)
        {
            return false;
        }

        if (first.EndOfMessage)
        {
            await session.HandleAsync(default, cancellationToken);
            return true;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var length = 0;
            ValueWebSocketReceiveResult read;
            do
            {
                if (length == buffer.Length)
                {
                    if (length >= MaxFrame)
                    {
                        IsTooLong = true;
                        return false;
                    }

                    buffer = Grow(buffer);
                }

                read = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    return false;
                }

                length += read.Count;
            }
            while (!read.EndOfMessage);

            if (read.MessageType == WebSocketMessageType.Text)
            {
                await session.HandleAsync(buffer.AsMemory(0, length), cancellationToken);
            }
            else
            {
                session.Refuse("Frames must be text.");
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
