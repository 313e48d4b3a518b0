using System.Buffers.Binary;

namespace ChatWeb.Messages.Attachments;

/// <summary>The header chunk comes first (PNG, 11.2.2).</summary>
internal static class Png
{
    public const int Head = 24;

    public static PictureSize? Read(ReadOnlySpan<byte> head) =>
        head.Length < Head || !head[12..16].SequenceEqual("IHDR"u8)
            ? null
            : new PictureSize(BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]));
}

/// <summary>The logical screen is at a fixed place (GIF89a, 18).</summary>
internal static class Gif
{
    public const int Head = 10;

    public static PictureSize? Read(ReadOnlySpan<byte> head) =>
        head.Length < Head
            ? null
            : new PictureSize(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]));
}

/// <summary>Three kinds of first chunk, each with its own way to say the size (RFC 9649, 2.5 to 2.7).</summary>
internal static class WebP
{
    public const int Head = 30;

    public static PictureSize? Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < Head)
        {
            return null;
        }

        var kind = head[12..16];
        if (kind.SequenceEqual("VP8X"u8))
        {
            return new PictureSize(1 + Of24Bits(head[24..]), 1 + Of24Bits(head[27..]));
        }

        if (kind.SequenceEqual("VP8L"u8) && head[20] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return new PictureSize(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }

        return kind.SequenceEqual("VP8 "u8) && head[23..26].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? new PictureSize(
                BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF)
            : null;
    }

    private static int Of24Bits(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
