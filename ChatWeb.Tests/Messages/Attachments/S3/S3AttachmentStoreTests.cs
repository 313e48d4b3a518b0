using System.Security.Cryptography;
using Amazon.S3.Model;
using ChatWeb.Messages.Attachments;
using ChatWeb.Messages.Attachments.S3;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Attachments.S3;

/// <summary>One server for a class of tests.</summary>
public sealed class S3ServerFixture : IAsyncLifetime
{
    public S3Server Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await S3Server.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

public sealed class S3AttachmentStoreTests(S3ServerFixture fixture) : AttachmentStoreSpecification, IClassFixture<S3ServerFixture>, IDisposable
{
    private const int Long = (2 * PartBuffer.MaxBytes) + Mebibyte;

    private readonly S3AttachmentStore _store = fixture.Server.NewStore();

    protected override IAttachmentStore Store => _store;

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(PartBuffer.MaxBytes - 1)]
    [InlineData(PartBuffer.MaxBytes)]
    [InlineData(Long)]
    public async Task A_long_content_reads_back_whole_and_in_part(int length)
    {
        var (key, bytes) = (AttachmentKey.New(), RandomNumberGenerator.GetBytes(length));

        Assert.Equal(length, await _store.SaveAsync(key, new MemoryStream(bytes), Stop));

        Assert.True((await ReadAsync(key, 0, null)).AsSpan().SequenceEqual(bytes));
        var offset = length - (PartBuffer.MaxBytes / 2);
        Assert.True((await ReadAsync(key, offset, Mebibyte)).AsSpan().SequenceEqual(bytes.AsSpan(offset, Mebibyte)));
        Assert.Empty(await UnfinishedAsync());
    }

    [Fact]
    public async Task A_long_save_that_is_cancelled_or_whose_stream_fails_leaves_nothing_and_what_was_there()
    {
        var key = AttachmentKey.New();
        await _store.SaveAsync(key, new MemoryStream([7]), Stop);
        using var leaving = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.SaveAsync(key, new PatternStream(Long, PartBuffer.MaxBytes + Mebibyte, leaving.Cancel), leaving.Token));
        var thrown = await Assert.ThrowsAsync<IOException>(
            () => _store.SaveAsync(key, new PatternStream(Long, PartBuffer.MaxBytes + Mebibyte, () => throw new IOException("gone")), Stop));

        Assert.Equal("gone", thrown.Message);
        Assert.Equal([7], await ReadAsync(key, 0, null));
        Assert.Empty(await UnfinishedAsync());
    }

    [Fact]
    public async Task An_upload_that_nobody_finishes_is_aborted_by_a_listing_a_day_later()
    {
        var options = fixture.Server.Options();
        options.Prefix = Guid.NewGuid().ToString("N");
        var clock = new ShiftedClock();
        using var store = new S3AttachmentStore(options, clock);
        var name = $"{options.Prefix}/{AttachmentKey.New()}";
        await fixture.Server.Client.InitiateMultipartUploadAsync(S3Server.Bucket, name, Stop);

        await store.ListAsync(DateTimeOffset.UtcNow, null, 10, Stop);
        Assert.Contains(await UnfinishedAsync(), upload => upload.Key == name);

        clock.Ahead = TimeSpan.FromHours(25);
        await store.ListAsync(DateTimeOffset.UtcNow, null, 10, Stop);
        Assert.DoesNotContain(await UnfinishedAsync(), upload => upload.Key == name);
    }

    [Fact]
    public async Task Stores_in_other_folders_of_the_bucket_don_t_see_each_other()
    {
        using var other = fixture.Server.NewStore(options => options.Prefix = "");
        var key = AttachmentKey.New();
        await _store.SaveAsync(key, new MemoryStream([1]), Stop);

        Assert.Null(await other.OpenAsync(key, 0, null, Stop));
        await other.DeleteAsync(key, Stop);

        Assert.DoesNotContain(key, await other.ListAsync(DateTimeOffset.UtcNow.AddHours(1), null, 1000, Stop));
        Assert.Equal([key], await _store.ListAsync(DateTimeOffset.UtcNow.AddHours(1), null, 1000, Stop));
    }

    private async Task<byte[]> ReadAsync(string key, long offset, long? length)
    {
        await using var content = await _store.OpenAsync(key, offset, length, Stop);
        using var read = new MemoryStream();
        await content!.Stream.CopyToAsync(read, Stop);
        return read.ToArray();
    }

    private async Task<List<MultipartUpload>> UnfinishedAsync() =>
        (await fixture.Server.Client.ListMultipartUploadsAsync(S3Server.Bucket, Stop)).MultipartUploads ?? [];
}
