namespace ChatWeb.Messages.Attachments;

/// <summary>Walks the folders of a store in the order of keys; only one folder's names are in memory at a time.</summary>
internal static class FolderListing
{
    /// <summary>No save lasts that long: what lies there unfinished is left by a process that died.</summary>
    private static readonly TimeSpan LongestSave = TimeSpan.FromDays(1);

    public static IEnumerable<string> Keys(string root, DateTimeOffset before, string? after, CancellationToken cancellationToken)
    {
        foreach (var first in Names(root, after?[..2]))
        {
            var rest = after is not null && first == after[..2] ? after : null;
            foreach (var second in Names(Path.Combine(root, first), rest?[3..5]))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var file in Files(Path.Combine(root, first, second)))
                {
                    var key = $"{first}/{second}/{file.Name}";
                    if (AttachmentKey.IsValid(key) && file.LastWriteTimeUtc < before.UtcDateTime && string.CompareOrdinal(key, after) > 0)
                    {
                        yield return key;
                    }
                }
            }
        }
    }

    /// <summary>Folders of the store's own: others may lie beside them that nobody may read, as <c>lost+found</c> at the top of a disk.</summary>
    private static IEnumerable<string> Names(string folder, string? from) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))
            .Where(name => AttachmentKey.IsFolder(name) && string.CompareOrdinal(name, from) >= 0)
            .Order(StringComparer.Ordinal)
        : [];

    private static List<FileInfo> Files(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles();
        foreach (var file in files.Where(file => UnfinishedFile.Is(file.Name) && file.LastWriteTimeUtc < DateTime.UtcNow - LongestSave))
        {
            UnfinishedFile.TryDelete(file.FullName);
        }

        return [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }
}
