using ChatWeb.Tests.Redis;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Commands;

/// <summary>What the doctor says of a real Redis.</summary>
public sealed class DoctorOfRedisTests : IAsyncLifetime
{
    private const string Password = "open-sesame";

    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        await _redis.AskAsync("CONFIG", "SET", "requirepass", Password);
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task One_that_does_all_that_is_asked_is_well_and_so_is_its_clock()
    {
        var run = await CheckAsync($"{_redis.Setting},abortConnect=false,password={Password}");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.StartsWith("ok ", run.Line("redis"), StringComparison.Ordinal);
        Assert.Contains("Redis agree", run.Line("clock"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password=wrong-word", "refused")]
    [InlineData("abortConnect=false", "refused")] // and no password
    public async Task One_that_refuses_is_told_without_its_secret(string option, string sentence)
    {
        var run = await CheckAsync($"{_redis.Setting},{option}");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("failed ", run.Line("redis"), StringComparison.Ordinal);
        Assert.Contains(sentence, run.Line("redis"), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-word", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_there_is_told()
    {
        _redis.Kill();

        var run = await CheckAsync(_redis.Setting);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("can't be reached", run.Line("redis"), StringComparison.Ordinal);
    }

    private Task<CommandRun> CheckAsync(string redis) => CommandRun.StartAsync(
        [("ConnectionStrings__Chat", $"Data Source={Path.GetTempPath()}chatweb-is-not-here.db"), ("ConnectionStrings__Redis", redis)], "doctor");
}
