using System.Text;
using ChatWeb.Messages.Attachments;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class FileTypesTests
{
    public static TheoryData<byte[], string> Known => new()
    {
        { SamplePictures.Png(1, 1), "image/png" },
        { SamplePictures.JpegHeader(1, 1), "image/jpeg" },
        { "GIF89a..........."u8.ToArray(), "image/gif" },
        { "RIFF....WEBPVP8 "u8.ToArray(), "image/webp" },
        { "\0\0\0 ftypavif"u8.ToArray(), "image/avif" },
        { "\0\0\0 ftypisom"u8.ToArray(), "video/mp4" },
        { "\0\0\0 ftypmp42"u8.ToArray(), "video/mp4" },
        { "\0\0\0\u0014ftypqt  "u8.ToArray(), "video/quicktime" },
        { "\0\0\0 ftypM4A "u8.ToArray(), "audio/mp4" },
        { [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84, .. "webm"u8], "video/webm" },
        { "OggS\0\u0002......"u8.ToArray(), "audio/ogg" },
        { "RIFF....WAVEfmt "u8.ToArray(), "audio/wav" },
        { "ID3\u0004........."u8.ToArray(), "audio/mpeg" },
        { [0xFF, 0xFB, 0x90, 0x64], "audio/mpeg" },
    };

    /// <summary>What is never shown in its place, whatever it says of itself.</summary>
    public static TheoryData<byte[], string> Downloads => new()
    {
        { "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray(), "application/octet-stream" },
        { "<!doctype html><script>alert(1)</script>"u8.ToArray(), "application/octet-stream" },
        { "<?xml version=\"1.0\"?>"u8.ToArray(), "application/octet-stream" },
        { "GIF90a<script>"u8.ToArray(), "application/octet-stream" },
        { Encoding.Unicode.GetPreamble(), "application/octet-stream" },
        { [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x88, .. "matroska"u8], "application/octet-stream" },
        { "\0\0\0 ftypheic"u8.ToArray(), "application/octet-stream" },
        { "%PDF-1.7"u8.ToArray(), "application/pdf" },
        { "PK\u0003\u0004...."u8.ToArray(), "application/zip" },
        { [], "application/octet-stream" },
        { [0x89, 0x50], "application/octet-stream" },
    };

    [Theory, MemberData(nameof(Known))]
    public void What_browsers_show_is_known_by_its_first_bytes(byte[] head, string type)
    {
        Assert.Equal(type, FileTypes.Of(head).ContentType);
        Assert.True(FileTypes.IsInline(type));
    }

    [Theory, MemberData(nameof(Downloads))]
    public void Everything_else_is_a_download(byte[] head, string type)
    {
        Assert.Equal(type, FileTypes.Of(head).ContentType);
        Assert.False(FileTypes.IsInline(type));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KB")]
    [InlineData(1700, "1.7 KB")]
    [InlineData(1024 * 1024 - 1, "1 MB")]
    [InlineData(19_188_940, "18 MB")]
    [InlineData(5L * 1024 * 1024 * 1024, "5 GB")]
    [InlineData(long.MaxValue, "8388608 TB")]
    public void Sizes_are_said_as_people_read_them(long bytes, string said)
    {
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("en");
        Assert.Equal(said, FileSize.Say(bytes));
    }
}
