using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using ChatWeb.Messages.Attachments;
using ChatWeb.Messages.Attachments.S3;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Messages.Attachments.S3;

/// <summary>The whole program with its files in S3.</summary>
public sealed class S3ProgramTests : IAsyncLifetime
{
    private S3Server _s3 = null!;
    private ProgramInside _program = null!;
    private ChatApi _alice = null!;
    private long _room;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _s3 = await S3Server.StartAsync();
        _program = new ProgramInside(
            settings:
            [
                ("Chat:Attachments:S3:ServiceUrl", _s3.Url),
                ("Chat:Attachments:S3:Bucket", S3Server.Bucket),
                ("Chat:Attachments:S3:AccessKey", S3Server.AccessKey),
                ("Chat:Attachments:S3:SecretKey", S3Server.SecretKey),
                ("Chat:Attachments:S3:Prefix", "club"),
            ]);
        _alice = await ChatApi.RegisterAsync(_program.Address);
        _room = (await _alice.CreateRoomAsync()).Id;
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _program.Dispose();
        await _s3.DisposeAsync();
    }

    [Fact]
    public async Task A_file_is_sent_and_read_whole_and_in_part_and_lies_in_the_bucket_alone()
    {
        var bytes = RandomNumberGenerator.GetBytes(PartBuffer.MaxBytes + 1000); // in two parts
        var file = await _alice.ShareAsync(_room, bytes);

        Assert.True((await _alice.Http.GetByteArrayAsync(file.Url, Stop)).AsSpan().SequenceEqual(bytes));
        using var request = new HttpRequestMessage(HttpMethod.Get, file.Url) { Headers = { Range = new RangeHeaderValue(bytes.Length - 10, null) } };
        using var part = await _alice.Http.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[^10..], await part.Content.ReadAsByteArrayAsync(Stop));
        Assert.StartsWith("club/", Assert.Single(await NamesAsync()), StringComparison.Ordinal);
        Assert.Empty(Uploads.FilesIn(_program.AttachmentsFolder));
    }

    [Fact]
    public async Task A_store_that_is_gone_is_told_while_talk_goes_on_and_nothing_stays_of_what_failed()
    {
        var file = await _alice.ShareAsync(_room, [1, 2, 3]);
        _s3.Kill();

        Assert.Equal("storage-unavailable", await _alice.TryUploadAsync(_room, new ByteArrayContent([4])).RefusalAsync(HttpStatusCode.ServiceUnavailable));
        using var answer = await _alice.Http.GetAsync(file.Url, Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await _alice.PostAsync(_room, "Still here", Guid.NewGuid());

        await _s3.RestartAsync(); // with nothing in it
        Assert.Equal(4, (await _alice.ShareAsync(_room, [4, 5, 6, 7])).Size);
        Assert.Single(await NamesAsync());
    }

    [Fact]
    public async Task What_no_message_has_is_swept_out_of_the_bucket()
    {
        var file = await _alice.ShareAsync(_room, [1, 2, 3]);
        var store = _program.Services.GetRequiredService<IAttachmentStore>();
        await store.SaveAsync(AttachmentKey.New(), new MemoryStream([4]), Stop);
        var later = new ShiftedClock { Ahead = 2 * AttachmentSweep.Youngest };

        Assert.Equal((0, 1), await ActivatorUtilities.CreateInstance<AttachmentSweep>(_program.Services, later).SweepAsync(Stop));

        Assert.Equal([1, 2, 3], await _alice.Http.GetByteArrayAsync(file.Url, Stop));
        Assert.Single(await NamesAsync());
    }

    private async Task<List<string>> NamesAsync() =>
        [.. ((await _s3.Client.ListObjectsV2Async(new() { BucketName = S3Server.Bucket }, Stop)).S3Objects ?? []).Select(entry => entry.Key)];
}
