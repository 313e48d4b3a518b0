using System.Text;
using ChatWeb.Messages.Attachments;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class PictureSizeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>As Chromium writes 40 × 30, up to where the size stands; AVIF with a tile, the picture and its transparency.</summary>
    public static TheoryData<string, byte[], int, int> Headers => new()
    {
        { "image/png", SamplePictures.Png(40, 30), 40, 30 },
        { "image/gif", [.. "GIF89a"u8, 40, 0, 30, 0, 0, 0], 40, 30 },
        { "image/webp", [.. "RIFF\0\0\0\0WEBPVP8 "u8, 0x44, 0, 0, 0, 0x90, 3, 0, 0x9D, 1, 0x2A, 40, 0, 30, 0], 40, 30 },
        { "image/webp", [.. "RIFF\0\0\0\0WEBPVP8L"u8, 0x20, 0, 0, 0, 0x2F, 0x27, 0x40, 7, 0, 1, 2, 3, 4, 5], 40, 30 },
        { "image/webp", [.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 0x20, 0, 0, 0, 0x27, 0, 0, 0x1D, 0, 0], 40, 30 },
        { "image/avif", SamplePictures.AvifHeader, 40, 30 },
        { "image/avif", [.. Avif("avif"), .. Box("meta", Ispe(20, 15), Ispe(40, 30), Ispe(20, 15))], 40, 30 },
        { "image/avif", [.. Avif("avif"), .. Box("meta", Ispe(40, 30), Box("irot", [1]))], 30, 40 },
        { "image/avif", [.. Avif("avif"), .. Box("free", new byte[9_000]), .. Box("meta", Ispe(4, 3), Box("colr", new byte[9_000]), Ispe(40, 30))], 40, 30 },
        { "image/avif", [.. Avif("avis"), .. Box("meta", Ispe(4, 3)), .. Box("moov", Track(0, 40, 30), Track(1, 20, 15))], 40, 30 },
        { "image/avif", [.. Avif("avis"), .. Box("meta", Ispe(4, 3)), .. Box("moov", Track(0, 20, 15), Track(1, 40, 30))], 40, 30 },
        { "image/jpeg", SamplePictures.JpegHeader(40, 30), 40, 30 },
        { "image/jpeg", SamplePictures.JpegHeader(40, 30, SamplePictures.Exif(1, little: true)), 40, 30 },
        { "image/jpeg", SamplePictures.JpegHeader(40, 30, SamplePictures.Exif(6, little: true)), 30, 40 },
        { "image/jpeg", SamplePictures.JpegHeader(40, 30, SamplePictures.Exif(8, little: false)), 30, 40 },
        { "image/jpeg", SamplePictures.JpegHeader(40, 30, [0xFF, 0xFF, 0xFF], [.. Enumerable.Repeat(SamplePictures.Segment(0xE2, new byte[65_000]), 10).SelectMany(s => s)]), 40, 30 },
    };

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "image/png", SamplePictures.Png(40, 30)[..20] },
        { "image/png", [.. SamplePictures.Png(40, 30)[..12], .. "IDAT"u8, .. new byte[20]] },
        { "image/gif", "GIF89a"u8.ToArray() },
        { "image/webp", [.. "RIFF\0\0\0\0WEBPALPH"u8, .. new byte[20]] },
        { "image/avif", [.. Avif("avif"), .. Box("meta", Ispe(40, 30)[..12])] },
        { "image/avif", [.. Avif("avif"), .. Box("meta", Ispe(40, 30), Ispe(80, 60))[..^1]] },
        { "image/avif", [.. Avif("avif"), .. Ispe(40, 30)] },
        { "image/avif", [.. Avif("avif"), 0, 0, 0, 7, .. "meta"u8, .. Ispe(40, 30)] },
        { "image/avif", [.. Avif("avis"), .. Box("meta", Ispe(40, 30))] },
        { "image/jpeg", [0xFF, 0xD8] },
        { "image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0] },
        { "image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1] },
        { "image/jpeg", [0xFF, 0xD8, 0xFF, 0xD9, .. SamplePictures.JpegHeader(40, 30)] },
        { "image/jpeg", [0xFF, 0xD8, 0xFF, 0xC0, 0, 4, 8, 0] },
        { "image/jpeg", SamplePictures.JpegHeader(40, 30)[..6] },
        { "video/mp4", SamplePictures.Png(40, 30) },
    };

    [Theory, MemberData(nameof(Headers))]
    public async Task The_size_is_read_as_the_picture_is_shown(string type, byte[] picture, int width, int height) =>
        Assert.Equal(new PictureSize(width, height), await PictureSize.ReadAsync(type, new MemoryStream(picture), Stop));

    [Theory, MemberData(nameof(Damaged))]
    public async Task A_damaged_picture_has_no_size(string type, byte[] picture) =>
        Assert.Null(await PictureSize.ReadAsync(type, new MemoryStream(picture), Stop));

    [Fact]
    public async Task A_picture_whose_size_stands_too_far_in_has_none() => Assert.Null(await PictureSize.ReadAsync(
        "image/avif",
        new MemoryStream([.. Avif("avif"), .. Box("meta", Ispe(40, 30), Box("colr", new byte[PictureSize.MaxHeader]), Ispe(80, 60))]),
        Stop));

    [Fact]
    public async Task Metadata_that_points_anywhere_is_passed_over()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var exif = SamplePictures.Exif(6, little: random.Next(2) == 0);
            for (var change = 0; change < 3; change++)
            {
                exif[random.Next(10, exif.Length)] = (byte)random.Next(256);
            }

            var size = await PictureSize.ReadAsync("image/jpeg", new MemoryStream(SamplePictures.JpegHeader(40, 30, exif)), Stop);
            Assert.Contains(size, (PictureSize?[])[new(40, 30), new(30, 40)]);
        }
    }

    private static byte[] Avif(string brand) => Box("ftyp", Encoding.ASCII.GetBytes(brand), new byte[4], "mif1"u8.ToArray());

    private static byte[] Ispe(byte width, byte height) => Box("ispe", [0, 0, 0, 0, 0, 0, 0, width, 0, 0, 0, height]);

    private static byte[] Track(byte version, byte width, byte height) =>
        Box("tkhd", [version], new byte[version == 0 ? 75 : 87], [0, width, 0, 0, 0, height, 0, 0], new byte[20]);

    private static byte[] Box(string kind, params byte[][] content)
    {
        var length = 8 + content.Sum(part => part.Length);
        return [(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. Encoding.ASCII.GetBytes(kind), .. content.SelectMany(part => part)];
    }
}
