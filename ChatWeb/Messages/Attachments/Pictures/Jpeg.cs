using System.Buffers;
using System.Buffers.Binary;

namespace ChatWeb.Messages.Attachments;

/// <summary>Goes from segment to segment until the frame that says the size (ITU-T T.81, B.1 and B.2.2).</summary>
internal static class Jpeg
{
    private const byte Application1 = 0xE1;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    public static async Task<PictureSize?> ReadAsync(Stream picture, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ushort.MaxValue);
        try
        {
            var turned = false;
            await picture.ReadExactlyAsync(buffer.AsMemory(0, 2), cancellationToken); // start of image
            while (await MarkerAsync(picture, buffer, cancellationToken) is { } marker and not (EndOfImage or StartOfScan))
            {
                await picture.ReadExactlyAsync(buffer.AsMemory(0, 2), cancellationToken);
                var length = BinaryPrimitives.ReadUInt16BigEndian(buffer) - 2;
                if (length < 0)
                {
                    return null;
                }

                await picture.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
                var segment = buffer.AsSpan(0, length);
                if (IsFrame(marker))
                {
                    return Size(segment, turned);
                }

                turned |= marker == Application1 && Exif.IsTurned(segment);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The next marker's second byte; before it any number of fill bytes. Null when there is something else.</summary>
    private static async Task<byte?> MarkerAsync(Stream picture, byte[] buffer, CancellationToken cancellationToken)
    {
        await picture.ReadExactlyAsync(buffer.AsMemory(0, 2), cancellationToken);
        if (buffer[0] != 0xFF)
        {
            return null;
        }

        while (buffer[1] == 0xFF)
        {
            await picture.ReadExactlyAsync(buffer.AsMemory(1, 1), cancellationToken);
        }

        return buffer[1];
    }

    /// <summary>Frames of every coding; C4, C8 and CC between them are tables and an extension.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static PictureSize? Size(ReadOnlySpan<byte> frame, bool turned)
    {
        if (frame.Length < 5)
        {
            return null;
        }

        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]));
        return turned ? new PictureSize(height, width) : new PictureSize(width, height);
    }
}

/// <summary>Phones store what the sensor sees and say in the metadata how to turn it; browsers do (Exif 2.32, 4.6.4).</summary>
internal static class Exif
{
    private const ushort Orientation = 0x0112;

    /// <summary>Whether width and height change places: orientations 5 to 8.</summary>
    public static bool IsTurned(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 14 || !segment.StartsWith("Exif\0\0"u8))
        {
            return false;
        }

        var tiff = segment[6..];
        var little = tiff.StartsWith("II"u8);
        var directory = Number32(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return false;
        }

        var entries = tiff[((int)directory + 2)..];
        for (int i = Number16(tiff[(int)directory..], little); i > 0 && entries.Length >= 12; i--, entries = entries[12..])
        {
            if (Number16(entries, little) == Orientation)
            {
                return Number16(entries[8..], little) is >= 5 and <= 8;
            }
        }

        return false;
    }

    private static ushort Number16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Number32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
