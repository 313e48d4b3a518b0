using System.Diagnostics;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data;

/// <summary>The gate on a real file: what it promises to writers that come at once.</summary>
public sealed class SqliteWriteGateTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-gate-").FullName;
    private ServiceProvider _services = null!;
    private IChatWriter _writer = null!;

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSqliteChat(SqliteFile.ConnectionString(null, _folder));
        _services = services.BuildServiceProvider();
        _writer = _services.GetRequiredService<IChatWriter>();
        await using var db = Context();
        SqliteFile.CreateFolder(db.Database.GetConnectionString()!);
        await db.Database.MigrateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_file_is_written_ahead_and_every_commit_reaches_the_disk()
    {
        await using var db = Context();
        await db.Database.OpenConnectionAsync();

        Assert.Equal("wal", await PragmaAsync(db, "journal_mode"));
        Assert.Equal("2", await PragmaAsync(db, "synchronous")); // FULL
        Assert.Equal("1", await PragmaAsync(db, "foreign_keys"));
    }

    [Fact]
    public async Task Work_that_fails_is_undone_alone_and_what_shares_its_commit_stays()
    {
        var (open, first) = Hold();
        var good = Enumerable.Range(0, 5).Select(i => AddAsync($"good{i}")).ToList();
        var bad = _writer.RunAsync<int>(
            async (db, ct) =>
            {
                db.Users.Add(User("bad"));
                await db.SaveChangesAsync(ct);
                throw new FormatException("no");
            },
            CancellationToken.None);
        var more = Enumerable.Range(5, 5).Select(i => AddAsync($"good{i}")).ToList();
        open();

        await first;
        await Assert.ThrowsAsync<FormatException>(() => bad);
        await Task.WhenAll([.. good, .. more]);
        await using var db = Context();
        Assert.Equal(10, await db.Users.CountAsync(u => u.DisplayName.StartsWith("good")));
        Assert.False(await db.Users.AnyAsync(u => u.DisplayName == "bad"));
    }

    [Fact]
    public async Task Writers_that_wait_share_a_commit()
    {
        var (open, first) = Hold();
        var transactions = new HashSet<Guid>();
        var writers = Enumerable.Range(0, 20).Select(i => _writer.RunAsync(
            (db, _) =>
            {
                transactions.Add(db.Database.CurrentTransaction!.TransactionId);
                return Task.FromResult(i);
            },
            CancellationToken.None)).ToList();
        open();

        await first;
        Assert.Equal(Enumerable.Range(0, 20), await Task.WhenAll(writers));
        Assert.Single(transactions);
    }

    [Fact]
    public async Task A_writer_that_gives_up_while_it_waits_leaves_nothing()
    {
        var (open, first) = Hold();
        using var patience = new CancellationTokenSource();
        var given = _writer.RunAsync(
            async (db, ct) =>
            {
                db.Users.Add(User("given up"));
                return await db.SaveChangesAsync(ct);
            },
            patience.Token);
        await patience.CancelAsync();
        open();

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await AddAsync("after");
        await using var db = Context();
        Assert.Equal("after", Assert.Single(await db.Users.ToListAsync()).DisplayName);
    }

    [Fact]
    public async Task Saving_outside_waits_for_its_turn_and_saving_through_another_context_inside_is_refused()
    {
        await using var db = Context();
        db.Users.Add(User("outside"));
        Assert.Equal(1, await db.SaveChangesAsync());

        var inside = _writer.RunAsync(
            async (_, ct) =>
            {
                await using var other = Context();
                other.Users.Add(User("inside"));
                return await other.SaveChangesAsync(ct);
            },
            CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => inside.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_broken_unique_key_is_known_by_its_number()
    {
        var same = User("twin");
        await _writer.RunAsync(async (db, ct) => { db.Users.Add(same); return await db.SaveChangesAsync(ct); }, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<DbUpdateException>(() => _writer.RunAsync(
            async (db, ct) => { db.Users.Add(new ChatUser { Id = same.Id, DisplayName = "twin" }); return await db.SaveChangesAsync(ct); },
            CancellationToken.None));

        Assert.True(failure.IsUniqueViolation());
    }

    private static ChatUser User(string name) => new() { DisplayName = name };

    private static async Task<string?> PragmaAsync(ChatDbContext db, string name)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Another_process_that_writes_is_waited_for_and_no_longer_than_it_takes()
    {
        await using var other = new SqliteConnection(SqliteFile.ConnectionString(null, _folder));
        await other.OpenAsync();
        var late = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            var transaction = other.BeginTransaction();
            var writing = AddAsync($"waits {i}");
            await Task.Delay(50);
            Assert.False(writing.IsCompleted);
            var watch = Stopwatch.StartNew();
            await transaction.CommitAsync();
            await writing;
            late.Add(watch.Elapsed);
        }

        // SQLite's own waiting sleeps whole seconds; the median, for the machine may be busy.
        Assert.True(late.Order().ElementAt(2) < TimeSpan.FromMilliseconds(400), $"It took {string.Join(", ", late)}.");
    }

    private ChatDbContext Context() => _services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContext();

    private Task<int> AddAsync(string name) => _writer.RunAsync(
        async (db, ct) =>
        {
            db.Users.Add(User(name));
            return await db.SaveChangesAsync(ct);
        },
        CancellationToken.None);

    /// <summary>Keeps the gate busy, so that what comes now waits together.</summary>
    private (Action Open, Task First) Hold()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _writer.ExclusiveAsync(async _ => { await gate.Task; return 0; }, CancellationToken.None);
        return (gate.SetResult, first);
    }
}
