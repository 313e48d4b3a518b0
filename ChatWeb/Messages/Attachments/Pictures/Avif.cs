using System.Buffers.Binary;
using System.Text;

namespace ChatWeb.Messages.Attachments;

/// <summary>
/// Goes from box to box (ISO/IEC 14496-12, 4.2) to <c>meta</c>. Sizes stand there in boxes <c>ispe</c>, one each for the
/// picture, its tiles and its transparency: the largest is the picture's. <c>irot</c> turns it by quarters (ISO/IEC
/// 23008-12, 6.5). A moving picture has tracks besides, whose sizes stand in <c>moov</c>.
/// </summary>
internal static class Avif
{
    private const int BoxHead = 8;

    public static async Task<PictureSize?> ReadAsync(Stream picture, CancellationToken cancellationToken)
    {
        var (still, isMoving) = ((PictureSize?)null, false);
        while (await BoxAsync(picture, cancellationToken) is (var kind, var content))
        {
            switch (kind)
            {
                case "ftyp":
                    isMoving = content.AsSpan().IndexOf("avis"u8) >= 0;
                    break;
                case "meta" when !isMoving:
                    return OfItems(content);
                case "meta":
                    still = OfItems(content);
                    break;
                case "moov":
                    return Larger(still, OfTracks(content));
            }
        }

        return null;
    }

    /// <summary>The next box; null when it is longer than a picture's header may be, or says no length.</summary>
    private static async Task<(string Kind, byte[] Content)?> BoxAsync(Stream picture, CancellationToken cancellationToken)
    {
        var head = new byte[BoxHead];
        await picture.ReadExactlyAsync(head, cancellationToken);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head) - (long)BoxHead;
        if (length is < 0 or > PictureSize.MaxHeader)
        {
            return null;
        }

        var content = new byte[length];
        await picture.ReadExactlyAsync(content, cancellationToken);
        return (Encoding.Latin1.GetString(head, 4, 4), content);
    }

    private static PictureSize? OfItems(ReadOnlySpan<byte> meta)
    {
        PictureSize? largest = null;
        for (var rest = meta; rest.IndexOf("ispe"u8) is >= 0 and var at && rest.Length >= at + 16; rest = rest[(at + 16)..])
        {
            largest = Larger(largest, new(BinaryPrimitives.ReadInt32BigEndian(rest[(at + 8)..]), BinaryPrimitives.ReadInt32BigEndian(rest[(at + 12)..])));
        }

        var turn = meta.IndexOf("irot"u8);
        return largest is { } found && turn >= 0 && turn + 4 < meta.Length && (meta[turn + 4] & 1) == 1
            ? new PictureSize(found.Height, found.Width)
            : largest;
    }

    /// <summary>In their headers (ISO/IEC 14496-12, 8.3.2), whose times are longer in version 1; in 65,536ths of a pixel.</summary>
    private static PictureSize? OfTracks(ReadOnlySpan<byte> moov)
    {
        PictureSize? largest = null;
        for (var rest = moov; rest.IndexOf("tkhd"u8) is >= 0 and var at && rest.Length >= at + 100; rest = rest[(at + 4)..])
        {
            var size = rest[(at + (rest[at + 4] == 1 ? 92 : 80))..];
            largest = Larger(largest, new(BinaryPrimitives.ReadUInt16BigEndian(size), BinaryPrimitives.ReadUInt16BigEndian(size[4..])));
        }

        return largest;
    }

    private static PictureSize? Larger(PictureSize? one, PictureSize? other) => one?.Pixels >= other?.Pixels || other is null ? one : other;
}
