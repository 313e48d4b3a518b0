using ChatWeb.Data;
using ChatWeb.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data;

/// <summary>Two nodes on one real file, each with a gate of its own as two processes have.</summary>
public sealed class LeasesTests : IAsyncLifetime
{
    private const string Work = "work";

    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-leases-").FullName;
    private readonly FakeClock _clock = new();
    private ServiceProvider _here = null!;
    private ServiceProvider _there = null!;
    private Leases _one = null!;
    private Leases _other = null!;

    public async ValueTask InitializeAsync()
    {
        (_here, _there) = (Services(), Services());
        (_one, _other) = (Of(_here), Of(_there));
        await using var db = Context();
        SqliteFile.CreateFolder(db.Database.GetConnectionString()!);
        await db.Database.MigrateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Two_nodes_that_race_a_thousand_times_never_hold_it_together()
    {
        var (holders, held) = (0, new int[2]);
        await Task.WhenAll(RaceAsync(_one, 0), RaceAsync(_other, 1));

        Assert.All(held, times => Assert.NotEqual(0, times));

        async Task RaceAsync(Leases node, int number)
        {
            for (var i = 0; i < 1_000; i++)
            {
                if (await node.TryTakeAsync(Work, CancellationToken.None))
                {
                    Assert.Equal(1, Interlocked.Increment(ref holders));
                    held[number]++;
                    await Task.Yield();
                    Interlocked.Decrement(ref holders);
                    Assert.True(await node.ReleaseAsync(Work, CancellationToken.None));
                }
            }
        }
    }

    [Fact]
    public async Task Who_holds_it_keeps_it_by_renewing_and_loses_it_by_not()
    {
        Assert.True(await _one.TryTakeAsync(Work, CancellationToken.None));
        for (var i = 0; i < 5; i++)
        {
            _clock.Now += Leases.Life - TimeSpan.FromSeconds(1);
            Assert.False(await _other.TryTakeAsync(Work, CancellationToken.None));
            Assert.True(await _one.RenewAsync(Work, CancellationToken.None));
        }

        _clock.Now += Leases.Life;
        Assert.False(await _one.RenewAsync(Work, CancellationToken.None)); // as good as another's
        Assert.True(await _other.TryTakeAsync(Work, CancellationToken.None));
        Assert.False(await _one.TryTakeAsync(Work, CancellationToken.None));
        Assert.False(await _one.RenewAsync(Work, CancellationToken.None));
    }

    [Fact]
    public async Task What_has_expired_is_taken_by_one_of_those_that_come_at_once()
    {
        var dead = Of(_here);
        for (var i = 0; i < 50; i++)
        {
            Assert.True(await dead.TryTakeAsync(Work, CancellationToken.None));
            _clock.Now += Leases.Life;

            var taken = await Task.WhenAll(_one.TryTakeAsync(Work, CancellationToken.None), _other.TryTakeAsync(Work, CancellationToken.None));

            Assert.Single(taken, isTaken => isTaken);
            _clock.Now += Leases.Life;
        }
    }

    [Fact]
    public async Task Nobody_gives_back_what_is_anothers_and_names_are_apart()
    {
        Assert.True(await _one.TryTakeAsync(Work, CancellationToken.None));

        Assert.False(await _other.ReleaseAsync(Work, CancellationToken.None));
        Assert.True(await _other.TryTakeAsync("other work", CancellationToken.None));
        Assert.True(await _one.TryTakeAsync(Work, CancellationToken.None)); // its own: asked twice, e.g. after an answer was lost
        Assert.True(await _one.ReleaseAsync(Work, CancellationToken.None));
        Assert.True(await _other.TryTakeAsync(Work, CancellationToken.None));
    }

    private ChatDbContext Context() => _here.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContext();

    private Leases Of(ServiceProvider services) => new(services.GetRequiredService<IChatWriter>(), _clock);

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSqliteChat(SqliteFile.ConnectionString(null, _folder));
        return services.BuildServiceProvider();
    }

    private sealed class FakeClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
