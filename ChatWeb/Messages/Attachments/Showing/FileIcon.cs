namespace ChatWeb.Messages.Attachments;

/// <summary>What stands for a file that is not shown itself.</summary>
internal static class FileIcon
{
    public static string Of(string contentType) => contentType switch
    {
        "application/pdf" => "file-text",
        "application/zip" => "file-archive",
        _ => contentType.StartsWith("image/", StringComparison.Ordinal) ? "image" : "file",
    };
}
