using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class PreviewTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private static readonly byte[] WebP = [.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0x27, 0, 0, 0x1D, 0, 0];

    private readonly ChatServer _server = fixture.Server;

    public static TheoryData<byte[], string> Small => new() { { WebP, "image/webp" }, { SamplePictures.JpegHeader(800, 600), "image/jpeg" } };

    public static TheoryData<byte[]> Bad => new(
        Array.Empty<byte>(),
        "<svg onload=alert(1)>"u8.ToArray(),
        SamplePictures.Png(8, 6),
        SamplePictures.JpegHeader(5_000, 4_000),
        SamplePictures.JpegHeader(0, 0),
        (byte[])[.. SamplePictures.JpegHeader(8, 6), .. new byte[600_000]],
        (byte[])[.. SamplePictures.JpegHeader(8, 6), .. new byte[1_000]]); // larger than the picture

    [Theory, MemberData(nameof(Small))]
    public async Task A_picture_has_a_small_version_that_its_readers_see(byte[] preview, string type)
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        using var bob = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var file = await alice.UploadAsync(room, SamplePictures.Png(8, 6), "a.png");

        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(alice, room, file.Id, preview));
        var sent = (await alice.SendAsync(room, file.Id)).Attachments[0];
        var url = sent.GetProperty("preview_url").GetString()!;
        using var answer = await bob.Http.GetAsync(url);

        Assert.Equal($"{file.Url}?preview", url);
        Assert.Equal(type, answer.Content.Headers.ContentType!.ToString());
        answer.IsHarmless();
        Assert.Equal(preview, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(SamplePictures.Png(8, 6), await bob.Http.GetByteArrayAsync(file.Url));
    }

    [Theory, MemberData(nameof(Bad))]
    public async Task What_is_no_small_picture_is_refused(byte[] preview)
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var file = await alice.UploadAsync(room, SamplePictures.Png(8, 6), "a.png");

        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(alice, room, file.Id, preview));
        Assert.Equal("null", (await alice.SendAsync(room, file.Id)).Attachments[0].GetProperty("preview_url").GetRawText());
    }

    [Fact]
    public async Task Only_ones_own_picture_that_was_not_sent_gets_one_and_keeps_the_first()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        using var bob = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        await bob.JoinAsync(room);
        var (own, text, sent) = (await alice.UploadAsync(room, SamplePictures.Png(8, 6)), await alice.UploadAsync(room, [1]), await alice.ShareAsync(room, SamplePictures.Png(8, 6)));

        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(bob, room, own.Id, WebP));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(alice, room, text.Id, WebP));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(alice, room, sent.Id, WebP));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(alice, room, own.Id, WebP));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(alice, room, own.Id, SamplePictures.JpegHeader(8, 6)));
        Assert.Equal(WebP, await alice.Http.GetByteArrayAsync(own.Url + "?preview"));
    }

    private static async Task<HttpStatusCode> PutAsync(ChatApi person, long room, long file, byte[] preview)
    {
        using var answer = await person.Http.PutAsync($"{Uploads.Path(room)}/{file}/preview", new ByteArrayContent(preview));
        return answer.StatusCode;
    }
}
