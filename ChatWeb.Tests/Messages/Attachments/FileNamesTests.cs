using System.Text;
using ChatWeb.Messages.Attachments;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class FileNamesTests
{
    private static readonly FileType Png = FileTypes.Of(SamplePictures.PngHeader(1, 1));

    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("회의록 2026.hwp", "회의록 2026.hwp")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\windows\\system.ini", "system.ini")]
    [InlineData("C:\\fakepath\\a.txt", "a.txt")]
    [InlineData("a/b/", "file")]
    [InlineData("..", "file")]
    [InlineData("...", "file")]
    [InlineData(" . ", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData(".htaccess", "htaccess")]
    [InlineData("a\0b\r\nc\u001b.txt", "abc.txt")]
    [InlineData("gpj.\u202Eexe", "gpj.exe")]
    [InlineData("zero\u200Bwidth\uFEFF.txt", "zerowidth.txt")]
    [InlineData("a<b>:\"|?*.txt", "a_b______.txt")]
    [InlineData("CON", "_CON")]
    [InlineData("nul.txt", "_nul.txt")]
    [InlineData("com1.tar.gz", "_com1.tar.gz")]
    [InlineData("console.log", "console.log")]
    [InlineData("x.txt. . ", "x.txt")]
    public void A_name_is_one_plain_name(string? sent, string kept) => Assert.Equal(kept, FileNames.Clean(sent, FileTypes.Unknown));

    [Fact]
    public void Half_a_character_is_shown_as_one_that_is_missing() =>
        Assert.Equal("half\uFFFD.txt", FileNames.Clean("half\uD800.txt", FileTypes.Unknown));

    [Fact]
    public void Korean_from_a_mac_is_written_as_everybody_writes_it() =>
        Assert.Equal("한글.txt", FileNames.Clean("한글.txt".Normalize(NormalizationForm.FormD), FileTypes.Unknown));

    [Theory]
    [InlineData("cat.png", "cat.png")]
    [InlineData("cat.PNG", "cat.PNG")]
    [InlineData("page.html", "page.html.png")]
    [InlineData("evil.svg", "evil.svg.png")]
    [InlineData(null, "file.png")]
    public void A_picture_has_a_pictures_ending(string? sent, string kept) => Assert.Equal(kept, FileNames.Clean(sent, Png));

    [Theory]
    [InlineData("a")]
    [InlineData("가")]
    [InlineData("👨‍👩‍👧")]
    public void A_long_name_is_cut_between_characters_and_keeps_its_ending(string part)
    {
        var kept = FileNames.Clean(string.Concat(Enumerable.Repeat(part, 300)) + ".docx", FileTypes.Unknown);

        Assert.InRange(Encoding.UTF8.GetByteCount(kept), FileNames.MaxBytes - 10, FileNames.MaxBytes);
        Assert.EndsWith(".docx", kept, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', kept);
    }
}
