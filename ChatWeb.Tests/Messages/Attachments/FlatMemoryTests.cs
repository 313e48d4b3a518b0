using ChatWeb.Messages.Attachments;
using ChatWeb.Tests.Messages.Attachments.S3;

namespace ChatWeb.Tests.Messages.Attachments;

/// <summary>What this process allocates is counted, so nothing else may run in it meanwhile.</summary>
[Collection(nameof(FlatMemoryTests))]
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
public sealed class FlatMemoryTests
{
    private const long Mebibyte = 1024 * 1024;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_megabytes_pass_into_a_folder_and_out_of_it()
    {
        var folder = Directory.CreateTempSubdirectory("chatweb-attachments-");
        try
        {
            await PassAsync(new FolderAttachmentStore(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_hundred_megabytes_pass_into_a_bucket_and_out_of_it()
    {
        await using var server = await S3Server.StartAsync();
        using var store = server.NewStore();

        await PassAsync(store);
    }

    private static async Task PassAsync(IAttachmentStore store)
    {
        await ThereAndBackAsync(store, 20 * Mebibyte); // pools and connections are made
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await ThereAndBackAsync(store, 100 * Mebibyte);

        // All that was allocated, freed or not: a bound for what can have been held.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20 * Mebibyte);
    }

    private static async Task ThereAndBackAsync(IAttachmentStore store, long length)
    {
        var key = AttachmentKey.New();
        Assert.Equal(length, await store.SaveAsync(key, new PatternStream(length), Stop));
        await using var content = await store.OpenAsync(key, 0, null, Stop);
        var buffer = new byte[64 * 1024];
        long read = 0;
        int now;
        while ((now = await content!.Stream.ReadAsync(buffer, Stop)) > 0)
        {
            read += now;
        }

        Assert.Equal(length, read);
    }
}
