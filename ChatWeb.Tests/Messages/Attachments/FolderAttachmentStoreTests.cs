using System.Diagnostics;
using ChatWeb.Messages.Attachments;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class FolderAttachmentStoreTests : AttachmentStoreSpecification, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatweb-attachments-");

    protected override IAttachmentStore Store => new FolderAttachmentStore(Path.Combine(_folder.FullName, "below", "it"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_failed_save_leaves_no_file()
    {
        await Assert.ThrowsAsync<IOException>(
            () => Store.SaveAsync(AttachmentKey.New(), new PatternStream(1 << 20, 1 << 18, () => throw new IOException("gone")), Stop));

        Assert.Empty(_folder.GetFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_lies_in_the_folder_and_is_not_the_stores_is_neither_listed_nor_touched()
    {
        var key = AttachmentKey.New();
        await Store.SaveAsync(key, new MemoryStream([1]), Stop);
        var foreign = _folder.CreateSubdirectory("below/it/lost+found");
        var old = Path.Combine(foreign.CreateSubdirectory("ab").FullName, "some.tmp");
        await File.WriteAllBytesAsync(old, [1], Stop);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));

        var keys = await Store.ListAsync(DateTimeOffset.UtcNow.AddHours(1), null, 10, Stop);

        Assert.Equal([key], keys);
        Assert.True(File.Exists(old));
    }

    [Fact]
    public async Task A_folder_that_can_not_be_is_told_as_the_stores_failure()
    {
        var store = new FolderAttachmentStore("/dev/null/attachments");

        var thrown = await Assert.ThrowsAsync<AttachmentStoreException>(() => store.SaveAsync(AttachmentKey.New(), new MemoryStream([1]), Stop));

        Assert.Contains("/dev/null/attachments", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_leaves_nothing_and_takes_what_still_fits()
    {
        Assert.True(AsRoot("mount", "-t", "tmpfs", "-o", "size=1m,mode=777", "none", _folder.FullName), "Mounting a small disk takes root, or sudo without a password.");
        try
        {
            var thrown = await Assert.ThrowsAsync<AttachmentStoreException>(() => Store.SaveAsync(AttachmentKey.New(), new PatternStream(2 << 20), Stop));

            Assert.Contains("space", thrown.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Empty(_folder.GetFiles("*", SearchOption.AllDirectories));
            Assert.Equal(1 << 19, await Store.SaveAsync(AttachmentKey.New(), new PatternStream(1 << 19), Stop));
        }
        finally
        {
            Assert.True(AsRoot("umount", _folder.FullName));
        }
    }

    private static bool AsRoot(params string[] command)
    {
        using var process = Environment.IsPrivilegedProcess ? Process.Start(command[0], command[1..]) : Process.Start("sudo", ["-n", .. command]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
