using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Attachments;

/// <summary>Looks at pictures in the store: only one whose size is known and bearable is shown as one.</summary>
public sealed class UploadedPictures(IAttachmentStore store, IOptions<UploadOptions> options, UploadProblems problems)
{
    /// <summary>A small version is 800 pixels a side; this is many times what it takes.</summary>
    public const long MaxPreviewBytes = 512 * 1024;

    private const int MaxPreviewSide = 1_600;

    private static readonly string[] PreviewTypes = ["image/webp", "image/jpeg"];

    /// <summary>
    /// The type that the file is kept as, and its size if it is a picture. A picture that is damaged, or a bomb, is kept
    /// as bytes to download.
    /// </summary>
    internal async Task<(FileType Type, PictureSize? Size)> LookAsync(string key, FileType type, CancellationToken cancellationToken)
    {
        if (!FileTypes.IsPicture(type.ContentType))
        {
            return (type, null);
        }

        var size = await SizeAsync(key, type, cancellationToken);
        return size is { Width: > 0 and <= PictureSize.MaxSide, Height: > 0 and <= PictureSize.MaxSide }
            && size.Value.Pixels <= options.Value.MaxMegapixels * 1_000_000L
            ? (type, size)
            : (FileTypes.Unknown, null);
    }

    internal async Task<bool> IsPreviewAsync(string key, FileType type, CancellationToken cancellationToken) =>
        PreviewTypes.Contains(type.ContentType)
        && await SizeAsync(key, type, cancellationToken) is { Width: > 0 and <= MaxPreviewSide, Height: > 0 and <= MaxPreviewSide };

    private async Task<PictureSize?> SizeAsync(string key, FileType type, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await store.OpenAsync(key, 0, PictureSize.MaxHeader, cancellationToken);
            return content is null ? null : await PictureSize.ReadAsync(type.ContentType, content.Stream, cancellationToken);
        }
        catch (AttachmentStoreException failure)
        {
            throw problems.Of(failure);
        }
    }
}
