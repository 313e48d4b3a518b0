using ChatWeb.Messages.Attachments;

namespace ChatWeb.Tests.Messages.Attachments.S3;

/// <summary>What the store says and leaves behind when the server, for real, isn't as it should be.</summary>
public sealed class S3FaultTests(S3ServerFixture fixture) : IClassFixture<S3ServerFixture>, IAsyncDisposable
{
    private const int Mebibyte = 1024 * 1024;
    private const int Long = 20 * Mebibyte;

    private readonly S3Server _server = fixture.Server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _server.RecoverAsync();

    [Fact]
    public async Task A_wrong_bucket_is_named_by_whatever_is_tried()
    {
        using var store = _server.NewStore(options => options.Bucket = "nowhere");

        foreach (var work in Works(store))
        {
            var thrown = await Assert.ThrowsAsync<AttachmentStoreException>(work);
            Assert.Contains("bucket nowhere", thrown.Message, StringComparison.Ordinal);
            Assert.Contains("Chat:Attachments:S3:Bucket", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("test:tester", "never-said")]
    [InlineData("test:nobody", "open-sesame")]
    public async Task Wrong_keys_are_refused_and_not_repeated(string accessKey, string secretKey)
    {
        using var store = _server.NewStore(options => (options.AccessKey, options.SecretKey) = (accessKey, secretKey));

        foreach (var work in Works(store))
        {
            var thrown = await Assert.ThrowsAsync<AttachmentStoreException>(work);
            Assert.Contains("Chat:Attachments:S3:SecretKey", thrown.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(accessKey, thrown.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secretKey, thrown.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_that_is_away_at_first_is_used_when_it_is_there()
    {
        await using var server = S3Server.Reserve();
        using var store = server.NewStore();
        var thrown = await Assert.ThrowsAsync<AttachmentStoreException>(() => store.SaveAsync(AttachmentKey.New(), new MemoryStream([1]), Stop));
        Assert.Contains("can't be reached", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Chat:Attachments:S3:ServiceUrl", thrown.Message, StringComparison.Ordinal);

        await server.RestartAsync();

        Assert.Equal(1, await store.SaveAsync(AttachmentKey.New(), new MemoryStream([1]), Stop));
    }

    [Fact]
    public async Task A_server_that_is_killed_in_a_save_fails_it_and_takes_the_next_after_its_return()
    {
        using var store = _server.NewStore();
        var key = AttachmentKey.New();

        await Assert.ThrowsAsync<AttachmentStoreException>(() => store.SaveAsync(key, new PatternStream(Long, Long / 2, _server.Kill), Stop));
        await _server.RestartAsync();

        Assert.Null(await store.OpenAsync(key, 0, null, Stop));
        Assert.Equal(Long, await store.SaveAsync(key, new PatternStream(Long), Stop));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_fails_the_save_and_what_came_of_it_is_not_seen()
    {
        using var store = _server.NewStore(options => (options.Prefix, options.TimeoutSeconds) = ("slow", 1));
        var key = AttachmentKey.New();

        var thrown = await Assert.ThrowsAsync<AttachmentStoreException>(() => store.SaveAsync(key, new PatternStream(Long, Long / 2, _server.Pause), Stop));
        _server.Continue();

        Assert.Contains("within 1 second", thrown.Message, StringComparison.Ordinal);
        using var patient = _server.NewStore(options => options.Prefix = "slow");
        Assert.Empty(await patient.ListAsync(DateTimeOffset.UtcNow.AddHours(1), null, 10, Stop));
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_of_a_content_fails_the_reading()
    {
        using var patient = _server.NewStore(options => options.Prefix = "same");
        using var store = _server.NewStore(options => (options.Prefix, options.TimeoutSeconds) = ("same", 1));
        var key = AttachmentKey.New();
        await patient.SaveAsync(key, new PatternStream(2 * Long), Stop);
        await using var content = await store.OpenAsync(key, 0, null, Stop);

        _server.Pause();
        var thrown = await Assert.ThrowsAsync<AttachmentStoreException>(() => content!.Stream.CopyToAsync(Stream.Null, Stop));

        Assert.Contains("within 1 second", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_content_fails_the_reading()
    {
        using var store = _server.NewStore();
        var key = AttachmentKey.New();
        await store.SaveAsync(key, new PatternStream(2 * Long), Stop);
        await using var content = await store.OpenAsync(key, 0, null, Stop);

        _server.Kill();

        await Assert.ThrowsAsync<AttachmentStoreException>(() => content!.Stream.CopyToAsync(Stream.Null, Stop));
    }

    [Fact]
    public async Task Who_leaves_while_a_server_does_not_answer_waits_no_longer()
    {
        using var store = _server.NewStore();
        using var leaving = new CancellationTokenSource();
        _server.Pause();
        var opening = store.OpenAsync(AttachmentKey.New(), 0, null, leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    private static Func<Task>[] Works(IAttachmentStore store) =>
    [
        () => store.SaveAsync(AttachmentKey.New(), new MemoryStream([1]), Stop),
        () => store.SaveAsync(AttachmentKey.New(), new PatternStream(Long), Stop),
        () => store.OpenAsync(AttachmentKey.New(), 0, null, Stop),
        () => store.OpenAsync(AttachmentKey.New(), 1, 2, Stop),
        () => store.DeleteAsync(AttachmentKey.New(), Stop),
        () => store.ListAsync(DateTimeOffset.UtcNow, null, 1, Stop),
        () => store.ListAsync(DateTimeOffset.UtcNow, AttachmentKey.New(), 1, Stop),
    ];
}
