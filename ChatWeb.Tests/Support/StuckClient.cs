using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatWeb.Tests.Support;

/// <summary>Asks for a stream and reads nothing of it. Its buffer is small.</summary>
public sealed class StuckClient(Socket socket) : IDisposable
{
    public static async Task<StuckClient> OpenAsync(ChatServer server, ChatApi person, string path)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {person.Http.DefaultRequestHeaders.Authorization}\r\n\r\n"));
        var start = new byte[12];
        await socket.ReceiveAsync(start); // it is open; from here on nothing is read
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(start));
        return new StuckClient(socket);
    }

    /// <summary>A connection that the server has cut says so only to whoever writes. Returns how long that took.</summary>
    public async Task<TimeSpan> IsCutOffAsync()
    {
        var watch = Stopwatch.StartNew();
        using var limit = new CancellationTokenSource(SseClient.Patience);
        try
        {
            while (true)
            {
                await socket.SendAsync("\r\n"u8.ToArray());
                await Task.Delay(50, limit.Token);
            }
        }
        catch (SocketException)
        {
            return watch.Elapsed;
        }
    }

    public void Dispose() => socket.Dispose();
}
