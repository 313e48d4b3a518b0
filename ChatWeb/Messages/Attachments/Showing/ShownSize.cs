namespace ChatWeb.Messages.Attachments;

/// <summary>How large a picture stands in the talk; css/files.css and ts/files/shown.ts have the same numbers.</summary>
internal static class ShownSize
{
    private const int MaxWidth = 400;
    private const int MaxHeight = 320;

    /// <summary>Smaller, nobody could hit it.</summary>
    private const int MinSide = 32;

    /// <summary>
    /// Without a small version, a larger one is a file to open: each costs everybody who scrolls by four bytes a pixel.
    /// What browsers send from cameras has a small version.
    /// </summary>
    private const long MaxPixels = 16_000_000;

    public static bool IsShown(AttachmentView file) =>
        FileTypes.IsPicture(file.ContentType)
        && file is { Width: { } width, Height: { } height }
        && (file.PreviewUrl is not null || (long)width * height <= MaxPixels);

    /// <summary>The size in the talk, in CSS pixels: the picture's own, or as much as fits.</summary>
    public static (int Width, int Height) Of(AttachmentView file)
    {
        var (width, height) = (file.Width!.Value, file.Height!.Value);
        var scale = Math.Min(1, Math.Min((double)MaxWidth / width, (double)MaxHeight / height));
        return (Math.Max(MinSide, (int)Math.Round(width * scale)), Math.Max(MinSide, (int)Math.Round(height * scale)));
    }
}
