using System.Net;
using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class UploadLimitTests(UploadLimitTests.Limited fixture) : IClassFixture<UploadLimitTests.Limited>
{
    private const int Most = 100_000;

    private readonly ChatServer _server = fixture.Server;

    /// <summary>A server where little is much.</summary>
    public sealed class Limited : IAsyncLifetime
    {
        public ChatServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await ChatServer.StartAsync(
            ("Chat__Attachments__MaxBytes", $"{Most}"),
            ("Chat__Attachments__MaxBytesPerUser", "250000"),
            ("Chat__Attachments__MaxPerMessage", "3"),
            ("Chat__Attachments__MaxUnsent", "4"),
            ("Chat__Attachments__MaxMegapixels", "1"));

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    [Fact]
    public async Task A_file_has_a_largest_size_whether_its_length_is_told_or_not()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;

        await alice.UploadAsync(room, new byte[Most]);
        var told = await alice.TryUploadAsync(room, new ByteArrayContent(new byte[Most + 1])).RefusalAsync(HttpStatusCode.RequestEntityTooLarge);
        var untold = await alice.TryUploadAsync(room, Uploads.Chunked(Most + 1)).RefusalAsync(HttpStatusCode.RequestEntityTooLarge);
        var form = await alice.TryUploadAsync(room, new MultipartFormDataContent { { new ByteArrayContent(new byte[Most + 1]), "file", "a" } })
            .RefusalAsync(HttpStatusCode.RequestEntityTooLarge);
        using var much = await alice.TryUploadAsync(room, Uploads.Chunked(Most + 1_000_000));

        Assert.Equal(("file-too-large", "file-too-large", "file-too-large"), (told, untold, form));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, much.StatusCode);
    }

    [Fact]
    public async Task The_larger_body_is_for_files_alone()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;

        using var message = await alice.Http.PostAsync($"/api/chat/rooms/{room}/messages", new ByteArrayContent(new byte[1_100_000]) { Headers = { ContentType = new("application/json") } });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, message.StatusCode);
    }

    [Fact]
    public async Task A_person_has_so_much_and_gets_it_back_for_what_is_taken_away()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        await alice.ShareAsync(room, new byte[Most]);
        var second = await alice.UploadAsync(room, new byte[Most]);

        Assert.Equal("quota-used", await alice.TryUploadAsync(room, new ByteArrayContent(new byte[60_000])).RefusalAsync(HttpStatusCode.RequestEntityTooLarge));
        Assert.Equal("quota-used", await alice.TryUploadAsync(room, Uploads.Chunked(60_000)).RefusalAsync(HttpStatusCode.RequestEntityTooLarge));
        await RemoveAsync(alice, room, second.Id);

        await alice.UploadAsync(room, new byte[60_000]);
    }

    [Fact]
    public async Task A_file_that_is_forwarded_is_had_once_and_what_one_has_not_is_not_forwarded_past_the_limit()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        using var bob = await ChatApi.RegisterAsync(_server);
        using var carol = await ChatApi.RegisterAsync(_server);
        var (room, own) = ((await alice.CreateRoomAsync()).Id, (await bob.CreateRoomAsync()).Id);
        await carol.JoinAsync(room);
        var sent = await alice.SendAsync(room, (await alice.UploadAsync(room, new byte[Most])).Id);
        for (var i = 0; i < 2; i++)
        {
            await ForwardAsync(alice, sent, room); // three rows of one file
            await ForwardAsync(bob, sent, own);
        }

        await alice.ShareAsync(room, new byte[Most]);
        await bob.UploadAsync(own, new byte[Most]);
        await ForwardAsync(bob, await alice.SendAsync(room, (await alice.UploadAsync(room, new byte[50_000])).Id), own);
        var more = await carol.SendAsync(room, (await carol.UploadAsync(room, [1])).Id);

        Assert.Equal("quota-used", await bob.TryForwardAsync(room, more.Id, own).RefusalAsync(HttpStatusCode.RequestEntityTooLarge));
        await ForwardAsync(bob, sent, own);
    }

    [Fact]
    public async Task What_is_not_sent_is_bounded()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var files = new List<WireAttachment>();
        for (var i = 0; i < 4; i++)
        {
            files.Add(await alice.UploadAsync(room, [1]));
        }

        Assert.Equal("too-many-unsent", await alice.TryUploadAsync(room, new ByteArrayContent([1])).RefusalAsync(HttpStatusCode.Conflict));
        await alice.SendAsync(room, files[0].Id);
        await alice.UploadAsync(room, [1]);
    }

    [Fact]
    public async Task A_message_has_so_many_files_and_a_picture_so_many_pixels()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var ids = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await alice.UploadAsync(room, SamplePictures.PngHeader(1_000, i % 2 == 0 ? 1_000 : 1_001))).Id);
        }

        Assert.Equal("invalid-attachments", await alice.TryPostAsync(room, new { body = "x", attachments = ids }).RefusalAsync(HttpStatusCode.BadRequest));
        var sent = await alice.SendAsync(room, [.. ids.Take(2)]);
        Assert.Equal(["image/png", "application/octet-stream"], sent.Attachments.Select(a => a.GetProperty("content_type").GetString()));
    }

    [Fact]
    public async Task Only_a_few_of_one_persons_uploads_run_at_once()
    {
        using var alice = await ChatApi.RegisterAsync(_server);
        var room = (await alice.CreateRoomAsync()).Id;
        var more = new TaskCompletionSource();
        var running = Enumerable.Range(0, 4).Select(_ => new SlowContent(more.Task)).ToList();
        var answers = running.ConvertAll(content => alice.TryUploadAsync(room, content));
        await Task.WhenAll(running.Select(content => content.Begun)); // the server has asked for them

        using (var refused = await alice.TryUploadAsync(room, new ByteArrayContent([1])))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        more.SetResult();
        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
    }

    private static async Task ForwardAsync(ChatApi person, WireMessage message, long to)
    {
        using var answer = await person.TryForwardAsync(message.RoomId, message.Id, to);
        await ChatApi.ExpectAsync(answer, HttpStatusCode.Created);
    }

    private static async Task RemoveAsync(ChatApi person, long room, long file)
    {
        using var answer = await person.Http.DeleteAsync($"{Uploads.Path(room)}/{file}");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
