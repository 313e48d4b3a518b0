using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using ChatWeb.Data.Redis;

namespace ChatWeb.Commands.Doctor;

/// <summary>
/// A connection to Redis of the doctor's own, in plain RESP: the program's goes on without Redis and keeps its reasons
/// to itself, for they may quote secrets.
/// </summary>
internal sealed class RedisWire(string host, int port, string? password, bool tls)
{
    private const int DefaultPort = 6379;
    private const int DefaultTlsPort = 6380;

    /// <summary>Which server it is, without its secrets.</summary>
    public string Server => $"{host}:{port}";

    /// <summary>The first server of <c>ConnectionStrings:Redis</c>; null when Redis is not configured.</summary>
    public static RedisWire? Find(IConfiguration configuration)
    {
        if (RedisSettings.Find(configuration) is not { } setting)
        {
            return null;
        }

        var options = RedisSettings.Parse(setting);
        var (host, port) = options.EndPoints[0] switch
        {
            DnsEndPoint dns => (dns.Host, dns.Port),
            IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            var other => throw new NotSupportedException($"The doctor can't reach {other}."),
        };
        return new RedisWire(host, port > 0 ? port : options.Ssl ? DefaultTlsPort : DefaultPort, options.Password, options.Ssl);
    }

    /// <summary>Asks one thing after the other; the answers, arrays with their items a line each.</summary>
    /// <exception cref="InvalidOperationException">Redis refused one; its reason is the message.</exception>
    public async Task<IReadOnlyList<string>> AskAsync(CancellationToken cancellationToken, params string[][] commands)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, port, cancellationToken);
        await using var stream = tls ? await SecureAsync(client.GetStream(), cancellationToken) : client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (password is { Length: > 0 })
        {
            await AskAsync(stream, reader, ["AUTH", password], cancellationToken);
        }

        var answers = new List<string>();
        foreach (var command in commands)
        {
            answers.Add(await AskAsync(stream, reader, command, cancellationToken));
        }

        return answers;
    }

    private static async Task<string> AskAsync(Stream stream, StreamReader reader, string[] command, CancellationToken cancellationToken)
    {
        var text = new StringBuilder($"*{command.Length}\r\n");
        foreach (var word in command)
        {
            text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var line = await reader.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException("Redis closed the connection.");
        switch (line[0])
        {
            case '-':
                throw new InvalidOperationException(line[1..]);
            case '$': // what the doctor asks for has no line breaks in it
                return line == "$-1" ? "" : await reader.ReadLineAsync(cancellationToken) ?? "";
            case '*':
                var items = new List<string>();
                for (var left = int.Parse(line[1..], CultureInfo.InvariantCulture); left > 0; left--)
                {
                    items.Add(await ReadAsync(reader, cancellationToken));
                }

                return string.Join('\n', items);
            default:
                return line[1..];
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain, CancellationToken cancellationToken)
    {
        var secure = new SslStream(plain);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
        return secure;
    }
}
