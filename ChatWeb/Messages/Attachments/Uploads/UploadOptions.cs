using System.ComponentModel.DataAnnotations;

namespace ChatWeb.Messages.Attachments;

/// <summary>How much people may attach, under <c>Chat:Attachments</c>.</summary>
public sealed class UploadOptions
{
    /// <summary>The largest file, in bytes.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "Chat:Attachments:MaxBytes must be a positive number.")]
    public long MaxBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>What all files of one person may take together, in bytes; deleted messages give theirs back.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "Chat:Attachments:MaxBytesPerUser must be a positive number.")]
    public long MaxBytesPerUser { get; set; } = 5L * 1024 * 1024 * 1024;

    [Range(1, 100, ErrorMessage = "Chat:Attachments:MaxPerMessage must be between 1 and 100.")]
    public int MaxPerMessage { get; set; } = 10;

    /// <summary>Files that one person may have uploaded and not sent.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Chat:Attachments:MaxUnsent must be a positive number.")]
    public int MaxUnsent { get; set; } = 50;

    /// <summary>Pictures with more are plain downloads: shown, they take four bytes a pixel of everybody who looks.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Chat:Attachments:MaxMegapixels must be a positive number.")]
    public int MaxMegapixels { get; set; } = 50;
}
