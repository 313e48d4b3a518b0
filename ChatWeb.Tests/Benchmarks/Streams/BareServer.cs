using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>
/// The least a stream can cost: the event made once, and one thread that sends it to each socket in a loop. No
/// framework, no buffers, no bounds; one reader that stops reading stops it for all.
/// </summary>
internal static class BareServer
{
    public const string Name = "bare";

    private const string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static long _number;

    public static void Run()
    {
        var streams = new List<Socket>();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(4096);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture));
        new Thread(() => Accept(listener, streams)) { IsBackground = true }.Start();
        Console.In.ReadToEnd();
    }

    private static void Accept(Socket listener, List<Socket> streams)
    {
        var buffer = new byte[8 * 1024];
        while (true)
        {
            var socket = listener.Accept();
            socket.NoDelay = true;
            var request = Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
            if (request.StartsWith("GET", StringComparison.Ordinal))
            {
                socket.Send(Encoding.ASCII.GetBytes(StreamHead));
                socket.Send(Chunk("event: connection_ack\ndata: {}\n\n"));
                lock (streams)
                {
                    streams.Add(socket);
                }
            }
            else
            {
                new Thread(() => Publish(socket, request, streams)) { IsBackground = true }.Start();
            }
        }
    }

    /// <summary>One publisher's connection: each request's body is sent to all streams, then answered.</summary>
    private static void Publish(Socket publisher, string request, List<Socket> streams)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            string? body;
            while ((body = Body(request)) is null)
            {
                var count = publisher.Receive(buffer);
                if (count == 0)
                {
                    return;
                }

                request += Encoding.ASCII.GetString(buffer, 0, count);
            }

            lock (streams)
            {
                var frame = Chunk($"id: {++_number}\nevent: new_message\ndata: {body}\n\n");
                foreach (var stream in streams)
                {
                    stream.Send(frame);
                }
            }

            publisher.Send("HTTP/1.1 204 No Content\r\n\r\n"u8);
            request = "";
        }
    }

    /// <summary>The request's body, once it is whole.</summary>
    private static string? Body(string request)
    {
        const string Length = "Content-Length: ";
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var at = request.IndexOf(Length, StringComparison.OrdinalIgnoreCase) + Length.Length;
        var length = int.Parse(request.AsSpan(at, request.IndexOf('\r', at) - at), provider: CultureInfo.InvariantCulture);
        return request.Length < end + 4 + length ? null : request.Substring(end + 4, length);
    }

    private static byte[] Chunk(string text) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n"));
}
