using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Cluster;

/// <summary>What the doctor says of a proxy: the README's, and the same with one thing wrong.</summary>
public sealed class DoctorThroughNginxTests(ChatClusterFixture fixture) : IClassFixture<ChatClusterFixture>
{
    private static readonly string[] Outside = ["address", "proxy", "stream /chat/sse", "stream /sse", "websocket"];

    private ChatCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task The_sample_is_all_right_with_and_without_tls()
    {
        var plain = await CheckAsync(Cluster.Nginx.Address);
        var secure = await CheckAsync(Cluster.Nginx.SecureAddress, ("SSL_CERT_FILE", Cluster.Nginx.CertificateFile));

        foreach (var run in (CommandRun[])[plain, secure])
        {
            Assert.True(run.ExitCode == 0, run.Output);
            Assert.All(Outside, check => Assert.StartsWith("ok ", run.Line(check), StringComparison.Ordinal));
            Assert.Contains("address that the client used", run.Line("proxy"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("proxy_set_header Upgrade           $http_upgrade;", "", "websocket", "failed", "proxy_set_header Upgrade $http_upgrade")]
    [InlineData("proxy_set_header X-Forwarded-For   $remote_addr;", "", "proxy", "warning", "proxy_set_header X-Forwarded-For")]
    [InlineData("X-Forwarded-Host  $http_host;", "X-Forwarded-Host other.example.org;", "proxy", "failed", "Host $http_host")]
    [InlineData("http://chatweb;", "http://127.0.0.1:9;", "address", "failed", "reaches no node")]
    public async Task What_is_wrong_is_told_with_what_to_write(string said, string instead, string check, string verdict, string advice)
    {
        var run = await CheckAsync(sample => Put(sample, said, instead));

        Assert.Equal(verdict == "failed" ? 1 : 0, run.ExitCode);
        Assert.StartsWith(verdict, run.Line(check), StringComparison.Ordinal);
        Assert.Contains(advice, run.Line(check), StringComparison.Ordinal);
    }

    /// <summary>A buffer keeps what is small when the node speaks HTTP/1.0 to it, nginx's default, or when it compresses.</summary>
    [Theory]
    [InlineData("proxy_http_version 1.1;", "proxy_http_version 1.0;")]
    [InlineData("gzip off;", "")]
    public async Task Streams_that_are_held_back_are_told_with_what_to_write(string said, string instead)
    {
        var run = await CheckAsync(sample =>
            Put(Put(sample, "proxy_buffering off;", "proxy_ignore_headers X-Accel-Buffering;"), said, instead));

        Assert.Equal(1, run.ExitCode);
        foreach (var check in (string[])["stream /chat/sse", "stream /sse"])
        {
            Assert.StartsWith("failed ", run.Line(check), StringComparison.Ordinal);
            Assert.Contains("proxy_buffering off; gzip off;", run.Line(check), StringComparison.Ordinal);
            Assert.Contains("flush_interval -1", run.Line(check), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_proxy_that_is_not_known_is_told()
    {
        await using var server = await ChatServer.StartAsync(); // Proxy:Known is empty
        await using var nginx = await Nginx.StartAsync([server.Address]);

        var plain = await CheckAsync(nginx.Address);
        var secure = await CheckAsync(nginx.SecureAddress, ("SSL_CERT_FILE", nginx.CertificateFile));

        Assert.Equal((0, 1), (plain.ExitCode, secure.ExitCode));
        Assert.StartsWith("warning ", plain.Line("proxy"), StringComparison.Ordinal);
        Assert.StartsWith("failed ", secure.Line("proxy"), StringComparison.Ordinal);
        Assert.All([plain, secure], run => Assert.Contains("Set Proxy:Known", run.Line("proxy"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("chat.example.org")]
    [InlineData("http://127.0.0.1:9")]
    public async Task An_address_that_is_none_or_where_nobody_answers_is_told(string address)
    {
        var run = await CommandRun.StartAsync([("ConnectionStrings__Chat", $"Data Source={Cluster.DatabaseFile}")], "doctor", address);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("failed ", run.Line("address"), StringComparison.Ordinal);
        Assert.All(Outside[1..], check => Assert.StartsWith("warning ", run.Line(check), StringComparison.Ordinal));
    }

    private static string Put(string sample, string said, string instead) =>
        sample.Contains(said, StringComparison.Ordinal)
            ? sample.Replace(said, instead, StringComparison.Ordinal)
            : throw new InvalidOperationException($"The sample does not say '{said}' any more.");

    private async Task<CommandRun> CheckAsync(Func<string, string> change)
    {
        await using var nginx = await Nginx.StartAsync(Cluster.Nodes.Select(node => node.Address), change);
        return await CheckAsync(nginx.Address);
    }

    private Task<CommandRun> CheckAsync(Uri address, params (string, string?)[] settings) => CommandRun.StartAsync(
        [("ConnectionStrings__Chat", $"Data Source={Cluster.DatabaseFile}"), .. settings], "doctor", address.GetLeftPart(UriPartial.Authority));
}
