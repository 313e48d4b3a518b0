using System.Diagnostics;
using System.Text;
using ChatWeb.Streaming;
using ChatWeb.Tests.Streaming.Faults;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatWeb.Tests.Streaming.Specifications;

/// <summary>
/// What the broadcast queue promises over any <see cref="IDistributedCache"/>: an entry may be lost, and is never
/// wrong, another's, or waited for.
/// </summary>
public abstract class BroadcastQueueSpecification : IAsyncLifetime
{
    /// <summary>The queue's own patience is 100 ms; the rest is a busy machine's.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private readonly List<InstallationDatabase> _databases = [];
    private IDistributedCache _cache = null!;
    private BroadcastQueue _queue = null!;

    /// <summary>Whether the cache, when all is well, keeps what it is given for its time.</summary>
    protected virtual bool Keeps => true;

    public async ValueTask InitializeAsync()
    {
        _cache = await StartCacheAsync();
        _queue = await QueueAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        await StopCacheAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_entry_is_found_as_it_was_added()
    {
        var added = Entry(7, RoomEventKind.MessageUpdated, """{"body":"\"quoted\" 한국어 😀"}""");
        await _queue.AddAsync(1, added);

        Same(added, await _queue.FindAsync(1, 7));
    }

    [Fact]
    public async Task An_entry_as_long_as_the_longest_message_is_found_whole()
    {
        var added = Entry(1, RoomEventKind.NewMessage, $$"""{"body":"{{string.Concat(Enumerable.Repeat("😀", 40_000))}}"}""");
        await _queue.AddAsync(1, added);

        Same(added, await _queue.FindAsync(1, 1));
    }

    [Fact]
    public async Task Every_kind_of_event_keeps_its_kind()
    {
        foreach (var kind in Enum.GetValues<RoomEventKind>())
        {
            var added = Entry((long)kind, kind);
            await _queue.AddAsync(1, added);

            Same(added, await _queue.FindAsync(1, added.Seq));
        }
    }

    [Fact]
    public async Task Nothing_is_found_where_nothing_was_added()
    {
        await _queue.AddAsync(1, Entry(12));

        Assert.Null(await _queue.FindAsync(1, 11));
        Assert.Null(await _queue.FindAsync(1, 1)); // 12 begins with it
        Assert.Null(await _queue.FindAsync(11, 2)); // the same digits
        Assert.Null(await _queue.FindAsync(2, 12));
        Assert.Null(await _queue.FindAsync(1, long.MaxValue));
    }

    [Fact]
    public async Task Two_databases_on_one_cache_know_nothing_of_each_other()
    {
        var other = await QueueAsync();
        await _queue.AddAsync(1, Entry(1, json: """{"of":"the first"}"""));

        Assert.Null(await other.FindAsync(1, 1));
        var theirs = Entry(1, json: """{"of":"the second"}""");
        await other.AddAsync(1, theirs);
        Same(theirs, await other.FindAsync(1, 1));
        Same(Entry(1, json: """{"of":"the first"}"""), await _queue.FindAsync(1, 1));
    }

    [Fact]
    public async Task What_a_writer_does_with_its_bytes_afterwards_changes_nothing()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"body":"as it was"}""");
        await _queue.AddAsync(1, new BroadcastEntry(1, RoomEventKind.NewMessage, bytes));
        bytes.AsSpan().Fill((byte)'!');

        Same(Entry(1, json: """{"body":"as it was"}"""), await _queue.FindAsync(1, 1));
        Same(Entry(1, json: """{"body":"as it was"}"""), await _queue.FindAsync(1, 1));
    }

    [Fact]
    public async Task Writers_at_the_same_time_lose_nothing_of_each_other()
    {
        await Task.WhenAll(Enumerable.Range(1, 200).Select(seq => Task.Run(() => _queue.AddAsync(seq % 3, Entry(seq)))));

        var found = await Task.WhenAll(Enumerable.Range(1, 200).Select(seq => Task.Run(() => _queue.FindAsync(seq % 3, seq))));
        for (var seq = 1; seq <= 200; seq++)
        {
            Same(Entry(seq), found[seq - 1]);
        }
    }

    [Fact]
    public async Task An_entry_is_gone_after_its_time()
    {
        var queue = await QueueAsync(ttlSeconds: 0.3);
        var watch = Stopwatch.StartNew();
        await queue.AddAsync(1, Entry(1));
        if (Keeps)
        {
            var found = await queue.FindAsync(1, 1);
            Assert.True(found is not null || watch.Elapsed > TimeSpan.FromSeconds(0.3));
        }

        while (await queue.FindAsync(1, 1) is not null)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), "It is still there.");
            await Task.Delay(50);
        }
    }

    [Fact]
    public async Task What_is_taken_back_is_gone_for_every_process_and_nothing_else()
    {
        for (var seq = 1; seq <= 4; seq++)
        {
            await _queue.AddAsync(1, Entry(seq));
            await _queue.AddAsync(2, Entry(seq));
        }

        await _queue.RemoveAsync(1, [2, 3, 99]);

        if (Keeps)
        {
            var elsewhere = await QueueAsync(database: 0);
            Assert.Null(await elsewhere.FindAsync(1, 2));
            Assert.Null(await elsewhere.FindAsync(1, 3));
        }

        Same(Entry(1), await _queue.FindAsync(1, 1));
        Same(Entry(4), await _queue.FindAsync(1, 4));
        Same(Entry(2), await _queue.FindAsync(2, 2));
    }

    [Fact]
    public async Task What_is_outdated_is_not_served_whatever_the_cache_has_or_is_given_late()
    {
        await _queue.AddAsync(1, Entry(1));
        _queue.Outdate(1, before: 3);
        await _queue.AddAsync(1, Entry(2)); // was held up
        await _queue.AddAsync(1, Entry(3));

        Assert.Null(await _queue.FindAsync(1, 1));
        Assert.Null(await _queue.FindAsync(1, 2));
        Assert.Null(await (await QueueAsync(database: 0)).FindAsync(1, 2));
        Same(Entry(3), await _queue.FindAsync(1, 3));
    }

    [Fact]
    public async Task What_no_version_of_this_program_wrote_is_as_good_as_nothing()
    {
        var recorder = new HostileCache(CacheFault.None);
        await (await QueueAsync(cache: recorder, database: 0)).AddAsync(1, Entry(1));
        var key = Assert.Single(recorder.Keys);
        byte[][] values = [[], [(byte)RoomEventKind.NewMessage], [0, .. "{}"u8], [255, .. "{}"u8]];
        foreach (var value in values)
        {
            try
            {
                await _cache.SetAsync(key, value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) })
                    .WaitAsync(Patience);
            }
            catch (Exception exception) when (exception is IOException or TimeoutException)
            {
                // This cache does not take it: all the better.
            }

            Assert.Null(await _queue.FindAsync(1, 1));
        }
    }

    [Fact]
    public async Task Neither_adding_nor_finding_ever_throws_or_takes_long()
    {
        for (var seq = 1; seq <= 6; seq++)
        {
            var entry = Entry(seq);
            await QuickAsync(async () => await _queue.AddAsync(1, entry));
            await QuickAsync(async () => await _queue.FindAsync(1, entry.Seq));
            await QuickAsync(async () => await _queue.RemoveAsync(1, [entry.Seq]));
        }

        // Nor does it when many want it at once, as a hub does that has fallen behind.
        await QuickAsync(() => Task.WhenAll(Enumerable.Range(1, 64).Select(seq => _queue.FindAsync(1, seq))));
        await QuickAsync(() => _queue.RemoveAsync(1, [.. Enumerable.Range(1, 500).Select(seq => (long)seq)]));
    }

    /// <summary>A cache with nothing of ours in it.</summary>
    protected abstract Task<IDistributedCache> StartCacheAsync();

    protected virtual Task StopCacheAsync() => Task.CompletedTask;

    private static BroadcastEntry Entry(long seq, RoomEventKind kind = RoomEventKind.NewMessage, string? json = null) =>
        new(seq, kind, Encoding.UTF8.GetBytes(json ?? $$"""{"seq":{{seq}}}"""));

    private static async Task QuickAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        Assert.True(watch.Elapsed < Patience, $"It took {watch.ElapsedMilliseconds} ms.");
    }

    /// <summary>Found as it was added; lost only by a cache that loses.</summary>
    private void Same(BroadcastEntry added, BroadcastEntry? found)
    {
        if (found is null)
        {
            Assert.False(Keeps, $"Entry {added.Seq} is lost.");
            return;
        }

        Assert.Equal((added.Seq, added.Kind), (found.Seq, found.Kind));
        Assert.Equal(Encoding.UTF8.GetString(added.Json.Span), Encoding.UTF8.GetString(found.Json.Span));
    }

    /// <summary>A queue of another database, or of one that there is.</summary>
    private async Task<BroadcastQueue> QueueAsync(double ttlSeconds = 60, IDistributedCache? cache = null, Index? database = null)
    {
        if (database is null)
        {
            _databases.Add(await InstallationDatabase.CreateAsync());
        }

        return new BroadcastQueue(
            cache ?? _cache,
            await _databases[database ?? ^1].OpenAsync(),
            Options.Create(new StreamOptions { BroadcastTtlSeconds = ttlSeconds }),
            TimeProvider.System,
            NullLogger<BroadcastQueue>.Instance);
    }
}
