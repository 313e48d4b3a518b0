using System.Runtime.InteropServices;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>
/// The system calls of a client with ten thousand sockets and one thread. .NET's own sockets take a hop through the
/// thread pool and a second <c>recv</c> for each piece they read: on two cores the client would be what is measured.
/// </summary>
internal static class Libc
{
    public const int Again = 11;
    public const int InProgress = 115;

    public const uint Readable = 0x001;
    public const uint Writable = 0x004;
    public const uint Broken = 0x008 | 0x010;

    /// <summary>Whether the numbers and layouts here are this machine's.</summary>
    public static bool IsHere => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>A TCP socket that never blocks.</summary>
    public static int Socket() => Checked(socket(2, 1 | 0x800 | 0x80000, 0), "socket");

    /// <summary>Sets what the other end must see: small buffers and segments as on a network, where they are no 64 kB.</summary>
    public static void KeepSmall(int socket)
    {
        Set(socket, 1, 8, 4096);
        Set(socket, 6, 2, 1460);
    }

    /// <summary>Connects from that address; which port is decided when the pair is known, so that none runs out.</summary>
    public static void Connect(int socket, uint from, uint to, int port)
    {
        Set(socket, 0, 24, 1);
        Checked(bind(socket, Address(from, 0), 16), "bind");
        if (connect(socket, Address(to, port), 16) != 0 && Marshal.GetLastPInvokeError() is var error and not InProgress)
        {
            throw new InvalidOperationException($"connect: error {error}");
        }
    }

    public static void Send(int socket, ReadOnlySpan<byte> bytes)
    {
        if (send(socket, in MemoryMarshal.GetReference(bytes), bytes.Length, 0x4000) != bytes.Length)
        {
            throw new InvalidOperationException($"send: error {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <summary>What came: 0 at the end, -1 when there is nothing, -2 when the connection broke.</summary>
    public static int Receive(int socket, Span<byte> buffer)
    {
        var count = (int)recv(socket, ref MemoryMarshal.GetReference(buffer), buffer.Length, 0);
        return count >= 0 ? count : Marshal.GetLastPInvokeError() == Again ? -1 : -2;
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    public static int Poller() => Checked(epoll_create1(0x80000), "epoll_create1");

    public static void Watch(int poller, int socket, uint events, bool isNew)
    {
        var wanted = new PollEvent { Events = events, Descriptor = socket };
        Checked(epoll_ctl(poller, isNew ? 1 : 3, socket, ref wanted), "epoll_ctl");
    }

    public static int Wait(int poller, PollEvent[] events, int milliseconds) => epoll_wait(poller, events, events.Length, milliseconds);

    private static void Set(int socket, int level, int option, int value) =>
        Checked(setsockopt(socket, level, option, in value, sizeof(int)), "setsockopt");

    private static byte[] Address(uint address, int port) =>
    [
        2, 0, (byte)(port >> 8), (byte)port, (byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    private static int Checked(int result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call}: error {Marshal.GetLastPInvokeError()}");

    [DllImport("libc", SetLastError = true)]
    private static extern int socket(int domain, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    private static extern int setsockopt(int socket, int level, int option, in int value, int length);

    [DllImport("libc", SetLastError = true)]
    private static extern int bind(int socket, byte[] address, int length);

    [DllImport("libc", SetLastError = true)]
    private static extern int connect(int socket, byte[] address, int length);

    [DllImport("libc", SetLastError = true)]
    private static extern nint send(int socket, in byte buffer, nint length, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern nint recv(int socket, ref byte buffer, nint length, int flags);

    [DllImport("libc")]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_ctl(int poller, int operation, int descriptor, ref PollEvent wanted);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_wait(int poller, [Out] PollEvent[] events, int count, int milliseconds);

    /// <summary>The kernel's <c>epoll_event</c>, packed on x64.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct PollEvent
    {
        public uint Events;
        public int Descriptor;
        private readonly int _unused;
    }
}
