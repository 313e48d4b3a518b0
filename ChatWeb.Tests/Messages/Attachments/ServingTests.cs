using System.Net;
using System.Net.Http.Headers;
using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class ServingTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Files_are_for_those_who_may_read_the_room_and_unsent_ones_for_their_owner()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var guest = await ChatApi.RegisterAsync(_server);
        var (open, hidden) = ((await owner.CreateRoomAsync()).Id, (await owner.CreateRoomAsync(kind: "private")).Id);
        var (shown, secret, unsent) = (await owner.ShareAsync(open, [1]), await owner.ShareAsync(hidden, [2]), await owner.UploadAsync(open, [3]));

        Assert.Equal([1], await guest.Http.GetByteArrayAsync(shown.Url));
        Assert.Equal([3], await owner.Http.GetByteArrayAsync(unsent.Url));
        foreach (var url in (string[])[secret.Url, unsent.Url, $"/rooms/{open}/files/{secret.Id}/x", $"/rooms/{hidden}/files/{shown.Id}/x", shown.Url + "?preview"])
        {
            using var answer = await guest.Http.GetAsync(url);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_file_of_a_deleted_message_is_not_there()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var file = await alice.UploadAsync(room, SamplePictures.Png(4, 4), "cat.png");
        var message = await alice.SendAsync(room, file.Id);
        await using var stream = alice.Stream(room);
        await stream.NextAsync("connection_ack");

        Assert.Empty((await alice.DeleteAsync(room, message.Id)).Attachments);

        using var answer = await AskAsync(alice, file.Url, request => request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any)); // as a browser that has it
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("cat.png", (await stream.NextAsync("message_deleted")).Data, StringComparison.Ordinal);
        Assert.Empty(Assert.Single((await alice.PageAsync(room)).Messages).Attachments);
    }

    [Fact]
    public async Task A_file_says_what_it_is_and_is_kept_by_browsers_that_ask_each_time()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var (picture, other) = (await alice.ShareAsync(room, SamplePictures.Png(4, 4), "고양이 \"a\".png"), await alice.ShareAsync(room, "%PDF-1.7"u8.ToArray(), "paper; filename=x.pdf"));

        using var shown = await alice.Http.GetAsync(picture.Url);
        using var saved = await alice.Http.GetAsync(other.Url);

        Assert.Equal(("image/png", "inline", "고양이 _a_.png"), (shown.Content.Headers.ContentType!.ToString(), shown.Content.Headers.ContentDisposition!.DispositionType, shown.Content.Headers.ContentDisposition.FileNameStar));
        Assert.Equal(("application/pdf", "attachment", "paper; filename=x.pdf"), (saved.Content.Headers.ContentType!.ToString(), saved.Content.Headers.ContentDisposition!.DispositionType, saved.Content.Headers.ContentDisposition.FileNameStar));
        shown.IsHarmless();
        Assert.Equal("no-cache, private", shown.Headers.CacheControl!.ToString());
        using var again = await AskAsync(alice, picture.Url, request => request.Headers.IfNoneMatch.Add(shown.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        using var head = await AskAsync(alice, picture.Url, request => request.Method = HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, picture.Size), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData("bytes=0-0", 206, "bytes 0-0/10", new byte[] { 0 })]
    [InlineData("bytes=3-5", 206, "bytes 3-5/10", new byte[] { 3, 4, 5 })]
    [InlineData("bytes=8-", 206, "bytes 8-9/10", new byte[] { 8, 9 })]
    [InlineData("bytes=8-100", 206, "bytes 8-9/10", new byte[] { 8, 9 })]
    [InlineData("bytes=-2", 206, "bytes 8-9/10", new byte[] { 8, 9 })]
    [InlineData("bytes=-100", 206, "bytes 0-9/10", new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData("bytes=10-", 416, "bytes */10", new byte[0])]
    [InlineData("bytes=-0", 416, "bytes */10", new byte[0])]
    [InlineData("bytes=0-1,3-4", 200, null, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData("bytes=5-3", 200, null, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData("lines=1-2", 200, null, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public async Task A_part_can_be_asked_for(string range, int status, string? told, byte[] bytes)
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var file = await alice.ShareAsync((await alice.CreateRoomAsync()).Id, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

        using var answer = await AskAsync(alice, file.Url, request => request.Headers.TryAddWithoutValidation("Range", range));

        Assert.Equal((status, told), ((int)answer.StatusCode, answer.Content.Headers.ContentRange?.ToString()));
        if (status != 416)
        {
            answer.IsHarmless();
        }

        Assert.Equal(bytes, status == 416 ? [] : await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_part_of_another_version_is_the_whole()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var file = await alice.ShareAsync((await alice.CreateRoomAsync()).Id, [0, 1, 2]);
        using var whole = await alice.Http.GetAsync(file.Url);

        foreach (var (tag, status) in ((EntityTagHeaderValue, HttpStatusCode)[])[(whole.Headers.ETag!, HttpStatusCode.PartialContent), (new("\"other\""), HttpStatusCode.OK)])
        {
            using var part = await AskAsync(alice, file.Url, request => (request.Headers.Range, request.Headers.IfRange) = (new(0, 0), new(tag)));
            Assert.Equal(status, part.StatusCode);
        }
    }

    private static Task<HttpResponseMessage> AskAsync(ChatApi person, string url, Action<HttpRequestMessage> with)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        with(request);
        return person.Http.SendAsync(request);
    }
}
