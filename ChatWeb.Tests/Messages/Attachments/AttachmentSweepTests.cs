using ChatWeb.Data;
using ChatWeb.Messages.Attachments;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Messages.Attachments;

/// <summary>Real rows and a real folder.</summary>
public sealed class AttachmentSweepTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatweb-sweep-");
    private readonly ProgramInside _program = new();
    private FolderAttachmentStore _store = null!;
    private ChatApi _api = null!;
    private long _room;
    private long _message;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = new FolderAttachmentStore(_folder.FullName);
        _api = await ChatApi.AdminAsync(_program.Address);
        _room = (await _api.CreateRoomAsync()).Id;
        _message = (await _api.PostAsync(_room, "With files", Guid.NewGuid())).Id;
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        _program.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_file_that_nobody_sent_goes_after_a_day_with_its_preview()
    {
        var (old, young, sent) = (await SaveAsync(25), await SaveAsync(23), await SaveAsync(25));
        var (preview, sentPreview) = (await SaveAsync(25), await SaveAsync(25));
        await AddAsync(old, hours: 25, preview: preview);
        await AddAsync(young, hours: 23);
        await AddAsync(sent, hours: 25, message: _message, preview: sentPreview);

        Assert.Equal((1, 2), await Sweep().SweepAsync(Stop));

        Assert.Equal(Ordered(young, sent, sentPreview), await KeysAsync());
        Assert.Equal(Ordered(young, sent), Ordered(await RowsAsync()));
    }

    [Fact]
    public async Task The_setting_says_how_long_a_file_waits_and_its_content_goes_a_day_old()
    {
        var key = await SaveAsync(3);
        await AddAsync(key, hours: 3);
        var options = new AttachmentOptions { UnsentHours = 2 };

        Assert.Equal((1, 0), await Sweep(options).SweepAsync(Stop));
        Assert.Equal([key], await KeysAsync());
        Age(key, 25);
        Assert.Equal((0, 1), await Sweep(options).SweepAsync(Stop));
    }

    [Fact]
    public async Task A_content_that_several_messages_share_goes_with_the_last()
    {
        var key = await SaveAsync(25);
        var other = (await _api.PostAsync(_room, "Forwarded", Guid.NewGuid())).Id;
        await AddAsync(key, hours: 25, message: _message);
        await AddAsync(key, hours: 1, message: other);

        await RemoveAsync(_message);
        Assert.Equal((0, 0), await Sweep().SweepAsync(Stop));
        Assert.Equal([key], await KeysAsync());

        await RemoveAsync(other);
        Assert.Equal((0, 1), await Sweep().SweepAsync(Stop));
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task Content_without_a_row_goes_from_every_page_of_the_list_once_it_is_a_day_old()
    {
        List<string> kept = [await SaveAsync(23)];
        for (var number = 0; number < AttachmentSweep.Page + 5; number++)
        {
            var key = await SaveAsync(25);
            if (number % 100 == 0)
            {
                await AddAsync(key, hours: 25, message: _message);
                kept.Add(key);
            }
        }

        Assert.Equal((0, AttachmentSweep.Page + 5 - 3), await Sweep().SweepAsync(Stop));

        Assert.Equal(Ordered([.. kept]), await KeysAsync());
        Assert.Equal((0, 0), await Sweep().SweepAsync(Stop));
    }

    [Fact]
    public async Task A_store_that_is_away_is_tried_again_at_the_next_turn()
    {
        await SaveAsync(25);
        var time = new ManualTime();
        var store = new AwayStore();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = Sweep(store: store, time: time).RunAsync(stop.Token);

        foreach (var (wait, times) in new[] { (AttachmentSweep.First, 1), (AttachmentSweep.Interval, 2) })
        {
            var waits = time.NextTimer();
            time.Advance(wait);
            await waits.WaitAsync(SseClient.Patience, Stop);
            Assert.Equal(times, store.Times);
        }

        Assert.False(running.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private AttachmentSweep Sweep(AttachmentOptions? options = null, IAttachmentStore? store = null, TimeProvider? time = null) =>
        ActivatorUtilities.CreateInstance<AttachmentSweep>(
            _program.Services,
            store ?? _store,
            time ?? TimeProvider.System,
            Microsoft.Extensions.Options.Options.Create(options ?? new AttachmentOptions()));

    /// <summary>A content that was saved so many hours ago.</summary>
    private async Task<string> SaveAsync(int hours)
    {
        var key = AttachmentKey.New();
        var file = Path.Combine(_folder.FullName, key);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, [1], Stop); // as the store does, without waiting for the disk
        Age(key, hours);
        return key;
    }

    private void Age(string key, int hours) => File.SetLastWriteTimeUtc(Path.Combine(_folder.FullName, key), DateTime.UtcNow.AddHours(-hours));

    private Task AddAsync(string key, int hours, long? message = null, string? preview = null) => InDatabaseAsync(async db =>
    {
        db.Attachments.Add(new Attachment
        {
            Key = key,
            PreviewKey = preview,
            RoomId = _room,
            UploaderId = await db.Users.Select(u => u.Id).FirstAsync(Stop),
            MessageId = message,
            Name = "file.bin",
            ContentType = "application/octet-stream",
            Size = 1,
            CreatedAt = DateTimeOffset.UtcNow.AddHours(-hours),
        });
        return await db.SaveChangesAsync(Stop);
    });

    private Task RemoveAsync(long message) => InDatabaseAsync(db => db.Attachments.Where(a => a.MessageId == message).ExecuteDeleteAsync(Stop));

    private Task<List<string>> RowsAsync() => InDatabaseAsync(db => db.Attachments.Select(a => a.Key).ToListAsync(Stop));

    private async Task<T> InDatabaseAsync<T>(Func<ChatDbContext, Task<T>> work)
    {
        await using var db = await _program.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync(Stop);
        return await work(db);
    }

    private Task<IReadOnlyList<string>> KeysAsync() => _store.ListAsync(DateTimeOffset.UtcNow.AddHours(1), null, 1000, Stop);

    private static IEnumerable<string> Ordered(params IEnumerable<string> keys) => keys.Order(StringComparer.Ordinal);

    private sealed class AwayStore : IAttachmentStore
    {
        private int _times;

        public int Times => Volatile.Read(ref _times);

        public Task<IReadOnlyList<string>> ListAsync(DateTimeOffset before, string? after, int limit, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _times);
            throw new AttachmentStoreException("Away.", new IOException());
        }

        public Task<long> SaveAsync(string key, Stream content, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<AttachmentContent?> OpenAsync(string key, long offset, long? length, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
