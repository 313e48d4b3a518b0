using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatWeb.Data;
using ChatWeb.Messages.Attachments;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class BrokenUploadTests
{
    private const int DiskFull = 28; // ENOSPC

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        await using var server = await ChatServer.StartAsync();
        using var alice = await ChatApi.RegisterAsync(server);
        var room = (await alice.CreateRoomAsync()).Id;
        var part = new string('x', 100_000);
        foreach (var (framing, sent) in ((string, string)[])[("Content-Length: 1000000", part), ("Transfer-Encoding: chunked", $"186A0\r\n{part}\r\n")])
        {
            var head = $"POST {Uploads.Path(room)}?name=a HTTP/1.1\r\nHost: x\r\nAuthorization: {alice.Http.DefaultRequestHeaders.Authorization}\r\n{framing}\r\n\r\n";
            using (var client = new TcpClient())
            {
                await client.ConnectAsync(IPAddress.Loopback, server.Address.Port, Stop);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + sent), Stop);
                await UntilAsync(server, files => files.Length == 1);
            }

            await UntilAsync(server, files => files.Length == 0);
        }

        Assert.DoesNotContain("fail:", server.Output, StringComparison.Ordinal);
        await alice.UploadAsync(room, [1]); // what runs is counted no longer
    }

    [Theory]
    [InlineData(DiskFull, HttpStatusCode.InsufficientStorage, "storage-full")]
    [InlineData(5, HttpStatusCode.ServiceUnavailable, "storage-unavailable")]
    public async Task When_the_store_can_not_take_it_the_sender_is_told_and_no_row_is_left(int error, HttpStatusCode status, string type)
    {
        var failure = new AttachmentStoreException("The disk.", new IOException("No.", error));
        using var program = new ProgramInside(services => services.Decorate<IAttachmentStore>(store => new FailingStore(store, failure)));
        using var alice = await ChatApi.RegisterAsync(program.Address);
        var room = (await alice.CreateRoomAsync()).Id;

        Assert.Equal(type, await alice.TryUploadAsync(room, new ByteArrayContent(new byte[200_000])).RefusalAsync(status));

        await using var scope = program.Services.CreateAsyncScope();
        Assert.False(await scope.ServiceProvider.GetRequiredService<ChatDbContext>().Attachments.AnyAsync(Stop));
        Assert.Empty(Uploads.FilesIn(program.AttachmentsFolder));
    }

    [Fact]
    public async Task A_file_whose_store_is_away_is_answered_with_503_and_one_whose_bytes_are_lost_with_404()
    {
        using var program = new ProgramInside();
        using var alice = await ChatApi.RegisterAsync(program.Address);
        var file = await alice.ShareAsync((await alice.CreateRoomAsync()).Id, [1, 2]);
        var bytes = Assert.Single(Uploads.FilesIn(program.AttachmentsFolder));

        File.Delete(bytes);
        using var lost = await alice.Http.GetAsync(file.Url);
        Directory.CreateDirectory(bytes); // no file to open
        using var away = await alice.Http.GetAsync(file.Url);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable), (lost.StatusCode, away.StatusCode));
    }

    [Fact]
    public async Task What_is_refused_when_it_is_whole_leaves_no_bytes()
    {
        using var program = new ProgramInside(null, ("Chat:Attachments:MaxBytesPerUser", "1000"));
        using var alice = await ChatApi.RegisterAsync(program.Address);
        var room = (await alice.CreateRoomAsync()).Id;

        Assert.Equal("quota-used", await alice.TryUploadAsync(room, Uploads.Chunked(2_000)).RefusalAsync(HttpStatusCode.RequestEntityTooLarge));
        Assert.Equal("no-file", await alice.TryUploadAsync(room, Uploads.Chunked(0)).RefusalAsync(HttpStatusCode.BadRequest));

        Assert.Empty(Uploads.FilesIn(program.AttachmentsFolder));
    }

    private static async Task UntilAsync(ChatServer server, Func<string[], bool> holds)
    {
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (!holds(Uploads.FilesIn(server.AttachmentsFolder)))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Takes a part and then fails.</summary>
    private sealed class FailingStore(IAttachmentStore store, AttachmentStoreException failure) : IAttachmentStore
    {
        public Task<long> SaveAsync(string key, Stream content, CancellationToken cancellationToken) =>
            store.SaveAsync(key, new FailingStream(content, failure), cancellationToken);

        public Task<AttachmentContent?> OpenAsync(string key, long offset, long? length, CancellationToken cancellationToken) => throw failure;

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);

        public Task<IReadOnlyList<string>> ListAsync(DateTimeOffset before, string? after, int limit, CancellationToken cancellationToken) => throw failure;
    }

    private sealed class FailingStream(Stream content, Exception failure) : MemoryStream
    {
        private bool _given;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given)
            {
                throw failure;
            }

            _given = true;
            return await content.ReadAsync(buffer, cancellationToken);
        }
    }
}
