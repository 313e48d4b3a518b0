using System.Collections.Frozen;

namespace ChatWeb.Messages.Attachments;

/// <summary>What a file is. Its endings are those that its name may have; without any, it may have every one.</summary>
internal sealed record FileType(string ContentType, bool IsInline, params string[] Endings);

/// <summary>
/// Tells what a file is by its first bytes and never by its name. Only what a browser shows without running anything is
/// inline; whatever is not known here (SVG, HTML, XML, text) is a download.
/// </summary>
internal static class FileTypes
{
    /// <summary>As much of a file's beginning as <see cref="Of"/> wants to see.</summary>
    public const int HeadBytes = 64;

    public static readonly FileType Unknown = new("application/octet-stream", IsInline: false);

    private static readonly FileType Mp4 = new("video/mp4", IsInline: true, ".mp4", ".m4v");
    private static readonly FileType Mp4Audio = new("audio/mp4", IsInline: true, ".m4a", ".m4b", ".mp4");
    private static readonly FileType Mp3 = new("audio/mpeg", IsInline: true, ".mp3", ".mpga");
    private static readonly FileType Aac = new("audio/aac", IsInline: true, ".aac");
    private static readonly FileType Gif = new("image/gif", IsInline: true, ".gif");
    private static readonly FileType Avif = new("image/avif", IsInline: true, ".avif");
    private static readonly FileType WebM = new("video/webm", IsInline: true, ".webm", ".weba");

    /// <summary>The first bytes, as Latin-1; ? is any byte. Of two that match, the first counts.</summary>
    private static readonly (string Signature, FileType Type)[] Signatures =
    [
        ("\u0089PNG\r\n\u001A\n", new("image/png", IsInline: true, ".png", ".apng")),
        ("\u00FF\u00D8\u00FF", new("image/jpeg", IsInline: true, ".jpg", ".jpeg", ".jpe", ".jfif")),
        ("GIF87a", Gif),
        ("GIF89a", Gif),
        ("RIFF????WEBP", new("image/webp", IsInline: true, ".webp")),
        ("????ftypavif", Avif),
        ("????ftypavis", Avif),
        ("????ftypM4A ", Mp4Audio),
        ("????ftypM4B ", Mp4Audio),
        ("????ftypqt  ", new("video/quicktime", IsInline: true, ".mov", ".qt")),
        ("????ftypiso?", Mp4),
        ("????ftypmp4?", Mp4),
        ("????ftypavc1", Mp4),
        ("????ftypM4V ", Mp4),
        ("????ftypMSNV", Mp4),
        ("????ftypdash", Mp4),
        ("OggS", new("audio/ogg", IsInline: true, ".ogg", ".oga", ".opus")),
        ("RIFF????WAVE", new("audio/wav", IsInline: true, ".wav")),
        ("fLaC", new("audio/flac", IsInline: true, ".flac")),
        ("ID3", Mp3),
        ("\u00FF\u00FB", Mp3),
        ("\u00FF\u00F3", Mp3),
        ("\u00FF\u00F2", Mp3),
        ("\u00FF\u00F1", Aac),
        ("\u00FF\u00F9", Aac),
        ("%PDF-", new("application/pdf", IsInline: false)),
        ("PK\u0003\u0004", new("application/zip", IsInline: false)),
    ];

    private static readonly FrozenSet<string> Inline =
        Signatures.Select(s => s.Type).Append(WebM).Where(t => t.IsInline).Select(t => t.ContentType).ToFrozenSet();

    public static FileType Of(ReadOnlySpan<byte> head)
    {
        foreach (var (signature, type) in Signatures)
        {
            if (Matches(head, signature))
            {
                return type;
            }
        }

        // EBML, of which WebM is one document type; Matroska, the other one, is no browser's.
        return Matches(head, "\u001AE\u00DF\u00A3") && head.IndexOf("webm"u8) > 0 ? WebM : Unknown;
    }

    /// <summary>Whether a browser may show it in its place.</summary>
    public static bool IsInline(string contentType) => Inline.Contains(contentType);

    public static bool IsPicture(string contentType) => IsInline(contentType) && contentType.StartsWith("image/", StringComparison.Ordinal);

    public static bool IsVideo(string contentType) => IsInline(contentType) && contentType.StartsWith("video/", StringComparison.Ordinal);

    public static bool IsAudio(string contentType) => IsInline(contentType) && contentType.StartsWith("audio/", StringComparison.Ordinal);

    private static bool Matches(ReadOnlySpan<byte> head, string signature)
    {
        if (head.Length < signature.Length)
        {
            return false;
        }

        for (var i = 0; i < signature.Length; i++)
        {
            if (signature[i] != '?' && head[i] != signature[i])
            {
                return false;
            }
        }

        return true;
    }
}
