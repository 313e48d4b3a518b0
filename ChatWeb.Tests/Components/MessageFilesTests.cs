using Bunit;
using ChatWeb.Messages;
using ChatWeb.Messages.Attachments;

namespace ChatWeb.Tests.Components;

public sealed class MessageFilesTests : ComponentTest
{
    private static AttachmentView File(string type, int? width = null, int? height = null, string? preview = null, string name = "a\"<b>.x") =>
        new(1, name, type, 1_700, width, height, "/rooms/1/files/1/a", preview);

    private IRenderedComponent<MessageFiles> Files(params AttachmentView[] files) => Render<MessageFiles>(p => p.Add(c => c.Attachments, files));

    [Theory]
    [InlineData(80, 60, 80, 60)]
    [InlineData(4000, 3000, 400, 300)]
    [InlineData(3000, 4000, 240, 320)]
    [InlineData(1, 1, 32, 32)]
    [InlineData(16000, 10, 400, 32)]
    public void A_picture_has_its_place_before_it_is_there(int width, int height, int shownWidth, int shownHeight)
    {
        var image = Files(File("image/png", width, height, preview: "/p")).Find(".pictures:not(.grid) > a.picture > img");

        Assert.Equal(($"{shownWidth}", $"{shownHeight}", "/p", "a\"<b>.x"), (image.GetAttribute("width"), image.GetAttribute("height"), image.GetAttribute("src"), image.GetAttribute("alt")));
        Assert.Equal(($"{width}", "/rooms/1/files/1/a"), (image.ParentElement!.GetAttribute("data-width"), image.ParentElement.GetAttribute("href")));
    }

    [Fact]
    public void Several_pictures_stand_in_a_grid_before_the_other_files()
    {
        var files = Files(File("application/pdf"), File("image/png", 9, 9), File("image/gif", 9, 9), File("video/mp4"), File("audio/ogg"));

        Assert.Equal(2, files.FindAll(".pictures.grid > a.picture").Count);
        Assert.Equal(["pictures", "file", "", ""], files.Find(".files").Children.Select(c => c.ClassList.FirstOrDefault() ?? ""));
        Assert.Equal("metadata", files.Find("video").GetAttribute("preload"));
        Assert.Equal("metadata", files.Find("audio").GetAttribute("preload"));
        Assert.Equal(("a\"<b>.x", "1.7 KB"), (files.Find("a.file .name").TextContent, files.Find("a.file .size").TextContent));
    }

    [Theory]
    [InlineData("image/svg+xml", null, null)]
    [InlineData("text/html", null, null)]
    [InlineData("application/octet-stream", 50, 50)]
    [InlineData("image/png", null, null)]
    [InlineData("image/png", 5_000, 4_000)] // without a small version
    public void What_is_not_safe_or_too_large_to_show_is_a_download(string type, int? width, int? height)
    {
        var files = Files(File(type, width, height));

        Assert.Empty(files.FindAll("img, video, audio, iframe, object, embed"));
        Assert.Equal("a\"<b>.x", files.Find("a.file[download]").GetAttribute("download"));
    }

    [Fact]
    public void A_message_without_files_has_no_place_for_them()
    {
        Assert.Empty(Render<MessageItem>(p => p.Add(c => c.Message, Message(1))).FindAll(".files"));
        Assert.Single(Render<MessageItem>(p => p.Add(c => c.Message, Message(1) with { Attachments = [File("image/png", 4, 4)] })).FindAll(".bubble > .files"));
    }

    [Fact]
    public void Sizes_and_labels_are_in_the_readers_language()
    {
        Speak("ko");
        Assert.Equal("a\"<b>.x 내려받기", Files(File("application/zip")).Find("a.file").GetAttribute("title"));
    }
}
