using ChatWeb.Tests.Messages.Attachments.S3;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Commands;

/// <summary>What the doctor says of a real S3 server.</summary>
public sealed class DoctorOfS3Tests(S3ServerFixture fixture) : IClassFixture<S3ServerFixture>
{
    [Fact]
    public async Task One_that_keeps_what_it_is_given_is_well_and_nothing_stays_there()
    {
        var run = await CheckAsync();

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.StartsWith("ok ", run.Line("attachments"), StringComparison.Ordinal);
        Assert.Empty((await fixture.Server.Client.ListObjectsV2Async(new() { BucketName = S3Server.Bucket }, TestContext.Current.CancellationToken)).S3Objects ?? []);
    }

    [Theory]
    [InlineData("Bucket", "nowhere", "no such bucket", "S3:Bucket")]
    [InlineData("SecretKey", "never-said", "does not accept the keys", "S3:SecretKey")]
    [InlineData("ServiceUrl", "http://127.0.0.1:9", "can't be reached", "S3:ServiceUrl")]
    public async Task What_is_wrong_is_told_without_a_secret(string name, string value, string sentence, string setting)
    {
        var run = await CheckAsync((name, value));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("failed ", run.Line("attachments"), StringComparison.Ordinal);
        Assert.Contains(sentence, run.Line("attachments"), StringComparison.Ordinal);
        Assert.Contains($"Chat:Attachments:{setting}", run.Line("attachments"), StringComparison.Ordinal);
        Assert.All((string[])[S3Server.SecretKey, S3Server.AccessKey, "never-said"], secret => Assert.DoesNotContain(secret, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_that_are_incomplete_are_named()
    {
        var run = await CheckAsync(("SecretKey", null));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("failed ", run.Line("settings"), StringComparison.Ordinal);
        Assert.Contains("Chat:Attachments:S3:SecretKey must", run.Line("settings"), StringComparison.Ordinal);
    }

    private Task<CommandRun> CheckAsync((string Name, string? Value)? change = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ServiceUrl"] = fixture.Server.Url,
            ["Bucket"] = S3Server.Bucket,
            ["AccessKey"] = S3Server.AccessKey,
            ["SecretKey"] = S3Server.SecretKey,
        };
        if (change is var (name, value))
        {
            settings[name] = value;
        }

        return CommandRun.StartAsync(settings.Select(setting => ($"Chat__Attachments__S3__{setting.Key}", setting.Value)), "doctor");
    }
}
