using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>
/// A real nginx in front of some nodes, on loopback, in a folder of its own, with the sample of the README: what is
/// recommended is what is tested. Only addresses, ports and certificates are put in, and a port without TLS.
/// </summary>
public sealed partial class Nginx : IAsyncDisposable
{
    /// <summary>What a distribution's own file may say around the sample, at its worst for streams.</summary>
    private const string Surroundings = """
        daemon off;
        pid {folder}/nginx.pid;
        error_log stderr notice;
        worker_processes 1;
        events { worker_connections 4096; }
        http {
            access_log off;
            client_body_temp_path {folder}/body;
            proxy_temp_path {folder}/proxy;
            fastcgi_temp_path {folder}/fastcgi;
            uwsgi_temp_path {folder}/uwsgi;
            scgi_temp_path {folder}/scgi;
            gzip on;
            gzip_types *;
            gzip_min_length 0;
            {sample}
        }
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-nginx-").FullName;
    private Process? _process;

    private Nginx()
    {
    }

    /// <summary>Without TLS.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>With TLS and HTTP/2, by a certificate of its own.</summary>
    public Uri SecureAddress { get; private set; } = null!;

    /// <summary>The certificate that <see cref="SecureAddress"/> shows.</summary>
    public string CertificateFile => Path.Combine(_folder, "site.pem");

    /// <param name="nodes">Where ChatWeb listens.</param>
    /// <param name="change">What this test has otherwise than the sample.</param>
    public static async Task<Nginx> StartAsync(IEnumerable<Uri> nodes, Func<string, string>? change = null)
    {
        var sample = Sample();
        var options = SampleServer().Match(sample).Groups["options"].Value;
        var servers = string.Concat(nodes.Select(node => $"server {node.Authority}{options};"));
        sample = Put(SampleServer().Replace(sample, ""), "least_conn;", $"least_conn; {servers}");
        var nginx = new Nginx();
        try
        {
            nginx.WriteCertificate();
            for (var attempt = 1; !await nginx.TryRunAsync(change is null ? sample : change(sample)); attempt++)
            {
                Assert.True(attempt < 5, "nginx found no free port.");
            }

            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            // The master ends its worker on SIGTERM; a killed one would leave it.
            using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            {
                await kill.WaitForExitAsync();
            }

            using var limit = new CancellationTokenSource(Limit);
            await _process.WaitForExitAsync(limit.Token);
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Sample()
    {
        var sources = typeof(ChatServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Sources").Value!;
        return Block().Match(File.ReadAllText(Path.Combine(sources, "..", "README.md"))).Groups["text"] is { Success: true } text
            ? text.Value
            : throw new InvalidOperationException("The README has no sample for nginx.");
    }

    /// <summary>Whether nginx listens; false when somebody else has got the port meanwhile.</summary>
    private async Task<bool> TryRunAsync(string sample)
    {
        var (plain, secure) = (FreePort(), FreePort());
        sample = Put(sample, "listen 443 ssl http2;", $"listen 127.0.0.1:{plain}; listen 127.0.0.1:{secure} ssl http2;");
        sample = Put(sample, "/etc/ssl/chat.example.org.pem", CertificateFile);
        sample = Put(sample, "/etc/ssl/chat.example.org.key", Path.Combine(_folder, "site.key"));
        var file = Path.Combine(_folder, "nginx.conf");
        var user = Environment.IsPrivilegedProcess ? "user root;\n" : ""; // or its worker could not enter the folder
        await File.WriteAllTextAsync(
            file,
            user + Surroundings.Replace("{folder}", _folder, StringComparison.Ordinal).Replace("{sample}", sample, StringComparison.Ordinal));

        var output = new List<string>();
        var listening = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo("nginx", ["-p", _folder, "-c", file]) { RedirectStandardError = true };
        start.Environment["PATH"] += ":/usr/sbin";
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (output)
            {
                output.Add(line.Data ?? "");
            }

            if (line.Data?.Contains("start worker processes", StringComparison.Ordinal) == true)
            {
                listening.TrySetResult(true);
            }
        };
        _process.Exited += (_, _) => listening.TrySetResult(false);
        _process.Start();
        _process.BeginErrorReadLine();
        if (await listening.Task.WaitAsync(Limit))
        {
            (Address, SecureAddress) = (new Uri($"http://127.0.0.1:{plain}"), new Uri($"https://127.0.0.1:{secure}"));
            return true;
        }

        await _process.WaitForExitAsync(); // and all that it said has been read
        Assert.True(output.Exists(line => line.Contains("Address already in use", StringComparison.Ordinal)), string.Join('\n', output));
        return false;
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=chat.example.org", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "site.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Put(string sample, string what, string instead) =>
        sample.Contains(what, StringComparison.Ordinal)
            ? sample.Replace(what, instead, StringComparison.Ordinal)
            : throw new InvalidOperationException($"The sample does not say '{what}' any more.");

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [GeneratedRegex("^```nginx\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\s*server 10\.[\d.:]+(?<options>[^;\n]*);.*\n", RegexOptions.Multiline)]
    private static partial Regex SampleServer();
}
