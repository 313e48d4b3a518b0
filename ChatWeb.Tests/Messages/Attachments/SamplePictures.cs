using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ChatWeb.Tests.Messages.Attachments;

/// <summary>Pictures as cameras, browsers and people of bad will make them.</summary>
internal static class SamplePictures
{
    /// <summary>One that any browser draws: tiles of grey, or noise, which takes as many bytes as pixels.</summary>
    public static byte[] Png(int width, int height, bool noise = false)
    {
        var random = new Random(width);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest))
        {
            var row = new byte[width + 1]; // its first byte is the filter
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    row[x + 1] = noise ? (byte)random.Next(256) : (byte)(((x / 20) + (y / 20)) % 3 * 100);
                }

                zlib.Write(row);
            }
        }

        return [.. PngHeader(width, height), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>Says a size and brings no pixels.</summary>
    public static byte[] PngHeader(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits, of grey
        return [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR", header)];
    }

    /// <summary>40 × 30 as libheif writes it, up to the pixels.</summary>
    public static byte[] AvifHeader => Convert.FromBase64String(
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAA" +
        "Imlsb2MAAAAAREAAAQABAAAAAAEOAAEAAAAAAAAAIgAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGF2MDEAAAAAamlwcnAAAABLaXBjbwAAABNjb2xy" +
        "bmNseAACAAIABoAAAAAMYXYxQ4EADAAAAAAUaXNwZQAAAAAAAAAoAAAAHgAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgYIDhA==");

    /// <summary>A JPEG up to its frame, with segments before it.</summary>
    public static byte[] JpegHeader(ushort width, ushort height, params byte[][] segments) =>
        [0xFF, 0xD8, .. segments.SelectMany(s => s), .. Segment(0xC2, [8, .. Big(height), .. Big(width), 3, 0, 0, 0])];

    public static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, .. Big((ushort)(content.Length + 2)), .. content];

    /// <summary>The metadata of a phone that was held in one of eight ways.</summary>
    public static byte[] Exif(byte orientation, bool little) => Segment(0xE1, little
        ? [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, .. Entry(0x0F, 0x01), .. Entry(0x12, 0x01), orientation, 0, 0, 0]
        : [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);

    private static byte[] Entry(byte low, byte high) =>
        low == 0x12 ? [low, high, 3, 0, 1, 0, 0, 0] : [low, high, 2, 0, 1, 0, 0, 0, 65, 0, 0, 0];

    private static byte[] Big(ushort number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Chunk(string kind, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. content];
        var framed = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(framed, content.Length);
        body.CopyTo(framed, 4);
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(body.Length + 4), Crc(body));
        return framed;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
