using System.Net;
using System.Text;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class UploadTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_picture_is_uploaded_sent_and_read_by_another()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        using var bob = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        await bob.JoinAsync(room);
        var picture = SamplePictures.Png(40, 30);

        var file = await alice.UploadAsync(room, picture, "사진 1.png");
        Assert.Equal(("사진 1.png", "image/png", picture.Length, 40, 30), (file.Name, file.ContentType, file.Size, file.Width, file.Height));
        Assert.Equal($"/rooms/{room}/files/{file.Id}/%EC%82%AC%EC%A7%84%201.png", file.Url);
        var second = await alice.UploadAsync(room, "hello"u8.ToArray(), "note.txt");
        using var posted = await alice.TryPostAsync(room, new { body = "Look", attachments = new[] { second.Id, file.Id } });
        var message = await ChatApi.ReadAsync<WireMessage>(posted, HttpStatusCode.Created);

        foreach (var said in (WireMessage[])[message, (await bob.PageAsync(room)).Messages.Single()])
        {
            Assert.Equal("Look", said.Body);
            Assert.Equal([second.Id, file.Id], said.Attachments.Select(a => a.GetProperty("id").GetInt64()));
            Assert.Equal(file, said.Attachments[1].Deserialize<WireAttachment>(Wire.Json));
        }

        Assert.Equal(picture, await bob.Http.GetByteArrayAsync(file.Url));
    }

    [Fact]
    public async Task A_file_goes_to_those_who_listen_with_its_message()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        await using var stream = alice.Stream(room);
        await stream.NextAsync("connection_ack");

        var file = await alice.ShareAsync(room, SamplePictures.Png(8, 6), "a.png");

        var told = (await stream.NextAsync("new_message")).Json.GetProperty("message").GetProperty("attachments")[0];
        Assert.Equal(file, told.Deserialize<WireAttachment>(Wire.Json));
    }

    [Fact]
    public async Task The_name_comes_with_the_address_a_header_or_a_multipart_form()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var headed = new ByteArrayContent([1, 2]) { Headers = { ContentDisposition = new("attachment") { FileNameStar = "이름.bin" } } };
        var form = new MultipartFormDataContent { { new StringContent("text"), "field" }, { new ByteArrayContent([1, 2, 3]), "file", "../part.bin" } };

        using var byHeader = await alice.Http.PostAsync(Uploads.Path(room), headed);
        using var byForm = await alice.Http.PostAsync(Uploads.Path(room), form);
        using var nameless = await alice.Http.PostAsync(Uploads.Path(room), new ByteArrayContent([1]));

        Assert.Equal("이름.bin", (await ChatApi.ReadAsync<WireAttachment>(byHeader, HttpStatusCode.Created)).Name);
        var part = await ChatApi.ReadAsync<WireAttachment>(byForm, HttpStatusCode.Created);
        Assert.Equal(("part.bin", 3), (part.Name, part.Size));
        Assert.Equal([1, 2, 3], await alice.Http.GetByteArrayAsync(part.Url));
        Assert.Equal("file", (await ChatApi.ReadAsync<WireAttachment>(nameless, HttpStatusCode.Created)).Name);
    }

    public static TheoryData<string, string> BadBodies => new()
    {
        { "application/octet-stream", "" },
        { "multipart/form-data; boundary=x", "" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nno file\r\n--x--\r\n" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n\r\n--x--\r\n" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\nwithout its end" },
        { "multipart/form-data; boundary=x", "no multipart at all" },
        { "multipart/form-data", "--x--" },
        { $"multipart/form-data; boundary={new string('x', 300)}", "x" },
    };

    [Theory, MemberData(nameof(BadBodies))]
    public async Task Without_a_file_nothing_is_kept(string type, string body)
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal("no-file", await alice.Http.PostAsync(Uploads.Path(room), content).RefusalAsync(HttpStatusCode.BadRequest));
    }

    public static TheoryData<string, byte[], string> Dangers => new()
    {
        { "cat.png", "<!doctype html><script>alert(1)</script>"u8.ToArray(), "application/octet-stream" },
        { "logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray(), "application/octet-stream" },
        { "page.html", "<h1>Sign in</h1>"u8.ToArray(), "application/octet-stream" },
        { "feed.xml", "<?xml version=\"1.0\"?><x/>"u8.ToArray(), "application/octet-stream" },
        { "huge.png", SamplePictures.PngHeader(50_000, 50_000), "application/octet-stream" },
        { "strip.png", SamplePictures.PngHeader(1, 20_000), "application/octet-stream" },
        { "none.png", SamplePictures.PngHeader(0, 0), "application/octet-stream" },
        { "minus.png", SamplePictures.PngHeader(-5, -5), "application/octet-stream" },
        { "large.jpg", SamplePictures.JpegHeader(8_000, 6_300), "application/octet-stream" },
    };

    [Theory, MemberData(nameof(Dangers))]
    public async Task What_could_harm_is_only_a_download_whatever_its_name(string name, byte[] content, string type)
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;

        var file = await alice.ShareAsync(room, content, name);
        using var answer = await alice.Http.GetAsync(file.Url);

        Assert.Equal((name, type, null, null), (file.Name, file.ContentType, file.Width, file.Height));
        Assert.Equal(type, answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        answer.IsHarmless();
    }

    [Fact]
    public async Task A_picture_bomb_of_50_megabytes_is_not_searched_for_its_size()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var filler = SamplePictures.Segment(0xE2, new byte[65_533]);
        var bomb = new byte[50 * 1024 * 1024];
        SamplePictures.JpegHeader(9, 9)[..2].CopyTo(bomb, 0);
        for (var at = 2; at + filler.Length < bomb.Length; at += filler.Length)
        {
            filler.CopyTo(bomb, at);
        }

        var file = await alice.UploadAsync(room, bomb, "bomb.jpg");

        Assert.Equal(("application/octet-stream", null), (file.ContentType, file.Width));
    }
}
