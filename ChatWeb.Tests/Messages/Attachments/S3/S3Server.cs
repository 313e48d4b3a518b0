using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Amazon.Runtime;
using Amazon.S3;
using ChatWeb.Messages.Attachments.S3;

namespace ChatWeb.Tests.Messages.Attachments.S3;

/// <summary>
/// A real S3 server on a loopback port of its own, with one bucket: OpenStack Swift from Debian, which verifies
/// signatures (s3-server.py). Objects are gone with the process.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "attachments";
    public const string AccessKey = "test:tester";
    public const string SecretKey = "open-sesame";

    private const string Python = "/usr/bin/python3"; // Debian's, for its packages; another may come first in PATH

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-s3-").FullName;
    private Process? _process;
    private int _starts;

    private S3Server(int port)
    {
        Port = port;
        Client = new AmazonS3Client(
            new BasicAWSCredentials(AccessKey, SecretKey),
            new AmazonS3Config { ServiceURL = Url, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>For looking behind the store.</summary>
    public IAmazonS3 Client { get; }

    public static async Task<S3Server> StartAsync()
    {
        while (true)
        {
            var server = Reserve();
            if (await server.TryStartAsync())
            {
                return server;
            }

            await server.DisposeAsync(); // another took the port meanwhile
        }
    }

    /// <summary>A server that does not run yet, on a port that is free.</summary>
    public static S3Server Reserve()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new S3Server(((IPEndPoint)listener.LocalEndpoint).Port);
    }

    /// <summary>What a node would be told of it.</summary>
    public S3Options Options() => new() { ServiceUrl = Url, Bucket = Bucket, AccessKey = AccessKey, SecretKey = SecretKey };

    /// <summary>A store in a folder of its own.</summary>
    public S3AttachmentStore NewStore(Action<S3Options>? change = null, TimeProvider? time = null)
    {
        var options = Options();
        options.Prefix = Guid.NewGuid().ToString("N");
        change?.Invoke(options);
        Assert.Empty(options.Problems());
        return new S3AttachmentStore(options, time ?? TimeProvider.System);
    }

    /// <summary>Starts it on the same port as before, with an empty bucket.</summary>
    public async Task RestartAsync()
    {
        if (!await TryStartAsync())
        {
            throw new InvalidOperationException("The S3 server did not start.");
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    /// <summary>SIGSTOP: connections stay open and nobody answers.</summary>
    public void Pause() => Signal("STOP");

    public void Continue() => Signal("CONT");

    /// <summary>It runs again, whatever was done to it.</summary>
    public async Task RecoverAsync()
    {
        if (_process!.HasExited)
        {
            await RestartAsync();
        }
        else
        {
            Continue();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        if (_process is not null)
        {
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> TryStartAsync()
    {
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(Python, [Script(), Path.Combine(_folder, $"{_starts++}"), $"{Port}", AccessKey, SecretKey])
            {
                RedirectStandardOutput = true,
            },
            EnableRaisingEvents = true,
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data == "ready")
            {
                ready.TrySetResult(true);
            }
        };
        process.Exited += (_, _) => ready.TrySetResult(false);
        _process?.Dispose();
        _process = process;
        process.Start();
        process.BeginOutputReadLine();
        if (!await ready.Task.WaitAsync(StartLimit))
        {
            return false;
        }

        await Client.PutBucketAsync(Bucket);
        return true;
    }

    private static string Script() => Path.Combine(
        typeof(S3Server).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Sources").Value!,
        "../ChatWeb.Tests/Messages/Attachments/S3/s3-server.py");

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        kill.WaitForExit();
    }
}
