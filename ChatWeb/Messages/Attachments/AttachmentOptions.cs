using ChatWeb.Messages.Attachments.S3;

namespace ChatWeb.Messages.Attachments;

/// <summary>The settings under <c>Chat:Attachments</c>.</summary>
public sealed class AttachmentOptions
{
    public const string Section = "Chat:Attachments";

    /// <summary>A relative folder counts from the content root. Several nodes share one (NFS, SMB).</summary>
    public string Folder { get; set; } = Path.Combine("App_Data", "attachments");

    /// <summary>How long a file that was uploaded waits to be sent.</summary>
    public int UnsentHours { get; set; } = 24;

    /// <summary>A bucket in place of the folder.</summary>
    public S3Options S3 { get; set; } = new();

    /// <summary>Below the web root, anybody could read what is for a room's members.</summary>
    internal static bool IsOutside(string folder, string contentRoot)
    {
        var relative = Path.GetRelativePath(Path.GetFullPath("wwwroot", contentRoot), Path.GetFullPath(folder, contentRoot));
        return relative != "." && (Path.IsPathRooted(relative) || relative.Split('/', '\\')[0] == "..");
    }
}
