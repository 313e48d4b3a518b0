namespace ChatWeb.Messages.Attachments;

/// <summary>The temporary files of saves: no key has such a name.</summary>
internal static class UnfinishedFile
{
    private const string Ending = ".tmp";

    public static string NameBeside(string path) => $"{path}.{Guid.NewGuid():N}{Ending}";

    public static bool Is(string path) => path.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>What can't be deleted now is deleted by a later listing.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
