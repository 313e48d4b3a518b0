using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests;

public sealed partial class PublishTests
{
    [Fact]
    public async Task The_published_program_runs_from_anywhere_with_settings_from_the_environment_alone()
    {
        var output = Directory.CreateTempSubdirectory("chatweb-published-").FullName;
        try
        {
            await PublishAsync(output);
            await using var server = await ChatServer.StartAsync(Path.Combine(output, "ChatWeb.dll"), setUp: true);
            using var http = new HttpClient { BaseAddress = server.Address };

            var page = await http.GetStringAsync("/account/sign-in");
            var assets = Asset().Matches(page).Select(match => match.Value).Distinct().ToList();

            Assert.Contains(assets, asset => asset.EndsWith(".js", StringComparison.Ordinal));
            Assert.Contains(assets, asset => asset.EndsWith(".css", StringComparison.Ordinal));
            foreach (var asset in assets)
            {
                using var answer = await http.GetAsync(asset);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.NotEqual(0, answer.Content.Headers.ContentLength);
            }

            using var admin = await ChatApi.AdminAsync(server);
            await admin.PostAsync((await admin.RoomsAsync())[0].Id, "published");
            Assert.True(File.Exists(server.DatabaseFile));
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static async Task PublishAsync(string output)
    {
        string Value(string key) => typeof(PublishTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
        using var publish = Process.Start(new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { "publish", Value("Sources"), "--no-build", "-c", Value("Configuration"), "-o", output, "-nodeReuse:false" },
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(3));
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, said);
    }

    [GeneratedRegex(@"/(app|favicon)[.\w]*\.(js|css|svg)")]
    private static partial Regex Asset();
}
