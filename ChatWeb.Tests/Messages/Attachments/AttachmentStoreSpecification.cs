using System.Security.Cryptography;
using ChatWeb.Messages.Attachments;

namespace ChatWeb.Tests.Messages.Attachments;

/// <summary>What every store of attachments promises.</summary>
public abstract class AttachmentStoreSpecification
{
    protected const int Mebibyte = 1024 * 1024;

    protected abstract IAttachmentStore Store { get; }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5 * 1024 * 1024)]
    public async Task What_is_saved_reads_back(int length)
    {
        var (key, bytes) = (AttachmentKey.New(), RandomNumberGenerator.GetBytes(length));

        Assert.Equal(length, await Store.SaveAsync(key, new MemoryStream(bytes), Stop));

        Assert.Equal(bytes, await ReadAsync(key));
    }

    [Theory]
    [InlineData(0, 3L, new byte[] { 1, 2, 3 })]
    [InlineData(2, 2L, new byte[] { 3, 4 })]
    [InlineData(3, null, new byte[] { 4, 5 })]
    [InlineData(3, 100L, new byte[] { 4, 5 })]
    [InlineData(5, 1L, new byte[0])]
    [InlineData(9, null, new byte[0])]
    public async Task A_range_gives_its_bytes_and_the_whole_length(long offset, long? length, byte[] expected)
    {
        var key = AttachmentKey.New();
        await Store.SaveAsync(key, new MemoryStream([1, 2, 3, 4, 5]), Stop);

        await using var content = await Store.OpenAsync(key, offset, length, Stop);

        Assert.Equal(5, content!.TotalLength);
        Assert.Equal(expected, await AllAsync(content.Stream));
    }

    [Fact]
    public async Task Nothing_lies_under_an_unknown_or_a_deleted_key_and_deleting_twice_is_fine()
    {
        var key = AttachmentKey.New();
        Assert.Null(await ReadAsync(key));
        await Store.DeleteAsync(key, Stop);
        await Store.SaveAsync(key, new MemoryStream([1]), Stop);

        await Store.DeleteAsync(key, Stop);
        await Store.DeleteAsync(key, Stop);

        Assert.Null(await ReadAsync(key));
    }

    [Fact]
    public async Task A_cancelled_save_leaves_nothing()
    {
        var key = AttachmentKey.New();
        using var leaving = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.SaveAsync(key, new PatternStream(2 * Mebibyte, Mebibyte, leaving.Cancel), leaving.Token));

        Assert.Null(await ReadAsync(key));
        Assert.Empty(await AllKeysAsync());
    }

    [Fact]
    public async Task A_stream_that_fails_midway_keeps_its_exception_and_what_was_there()
    {
        var key = AttachmentKey.New();
        await Store.SaveAsync(key, new MemoryStream([7]), Stop);

        var thrown = await Assert.ThrowsAsync<IOException>(
            () => Store.SaveAsync(key, new PatternStream(2 * Mebibyte, Mebibyte, () => throw new IOException("gone")), Stop));

        Assert.Equal("gone", thrown.Message);
        Assert.Equal([7], await ReadAsync(key));
    }

    [Fact]
    public async Task Of_two_savers_at_once_one_is_kept_whole()
    {
        var key = AttachmentKey.New();
        var (one, other) = (RandomNumberGenerator.GetBytes(1 << 20), RandomNumberGenerator.GetBytes(1 << 20));

        await Task.WhenAll(Store.SaveAsync(key, new MemoryStream(one), Stop), Store.SaveAsync(key, new MemoryStream(other), Stop));

        var kept = await ReadAsync(key);
        Assert.True(one.SequenceEqual(kept!) || other.SequenceEqual(kept!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("/ab/cd/0123456789abcdef0123456789ab")]
    [InlineData("ab/cd/0123456789abcdef0123456789ab\n")]
    [InlineData("ab/cd/0123456789ABCDEF0123456789ab")]
    [InlineData("ab/../0123456789abcdef0123456789ab")]
    [InlineData("ab\\cd\\0123456789abcdef0123456789ab")]
    public async Task A_key_of_another_form_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(key, new MemoryStream([1]), Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(key, 0, null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(key, Stop));
    }

    [Fact]
    public async Task Pages_name_every_older_key_once()
    {
        var keys = Enumerable.Range(0, 7).Select(_ => AttachmentKey.New()).ToList();
        keys.Add(keys[0][..6] + AttachmentKey.New()[6..]); // two in one folder
        foreach (var key in keys)
        {
            await Store.SaveAsync(key, new MemoryStream([1]), Stop);
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), await AllKeysAsync());
        Assert.Empty(await Store.ListAsync(DateTimeOffset.UtcNow.AddHours(-1), null, 100, Stop));
    }

    private async Task<List<string>> AllKeysAsync()
    {
        const int PageSize = 3;
        List<string> all = [];
        IReadOnlyList<string> page;
        do
        {
            page = await Store.ListAsync(DateTimeOffset.UtcNow.AddHours(1), all.LastOrDefault(), PageSize, Stop);
            all.AddRange(page);
        }
        while (page.Count == PageSize);
        return all;
    }

    private async Task<byte[]?> ReadAsync(string key)
    {
        await using var content = await Store.OpenAsync(key, 0, null, Stop);
        return content is null ? null : await AllAsync(content.Stream);
    }

    private static async Task<byte[]> AllAsync(Stream stream)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, Stop);
        return memory.ToArray();
    }
}
