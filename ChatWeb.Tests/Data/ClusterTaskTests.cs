using System.Threading.Channels;
using ChatWeb.Data;
using ChatWeb.Data.Sqlite;
using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatWeb.Tests.Data;

/// <summary>Work under a lease, on nodes whose hours pass by hand.</summary>
public sealed class ClusterTaskTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-task-").FullName;
    private readonly ManualTime _time = new();
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSqliteChat(SqliteFile.ConnectionString(null, _folder));
        _services = services.BuildServiceProvider();
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
    public async Task Of_two_nodes_one_works_and_the_other_takes_over_when_it_stops()
    {
        var work = new Work();
        using var one = Node(work);
        await one.StartAsync(CancellationToken.None);
        await work.BeganAsync();
        using var other = Node(work);
        await other.StartAsync(CancellationToken.None);
        await PassAsync(6);
        Assert.Equal((1, 1), (work.Running, work.Begun));

        await one.StopAsync(CancellationToken.None);
        await PassUntilAsync(() => work.Begun == 2);

        Assert.Equal((1, 1), (work.Running, work.MostAtOnce));
        await other.StopAsync(CancellationToken.None);
        Assert.Equal(0, work.Running);
    }

    [Fact]
    public async Task A_node_that_lost_its_lease_stops_and_the_new_holder_is_left_alone()
    {
        var work = new Work();
        using var node = Node(work);
        await node.StartAsync(CancellationToken.None);
        await work.BeganAsync();

        await using (var db = Context())
        {
            await db.Leases.ExecuteUpdateAsync(set => set.SetProperty(l => l.Holder, "another"));
        }

        await PassUntilAsync(() => work.Running == 0);
        await node.StopAsync(CancellationToken.None);
        await using var after = Context();
        Assert.Equal("another", (await after.Leases.SingleAsync()).Holder);
    }

    [Fact]
    public async Task A_node_whose_database_does_not_answer_stops_before_its_lease_runs_out()
    {
        var work = new Work();
        using var node = Node(work);
        await node.StartAsync(CancellationToken.None);
        await work.BeganAsync();
        var began = _time.GetUtcNow();
        await RenameAsync("Leases", "Elsewhere");

        await PassUntilAsync(() => work.Running == 0);

        Assert.True(_time.GetUtcNow() - began < Leases.Life, $"It stopped after {_time.GetUtcNow() - began}.");
        await RenameAsync("Elsewhere", "Leases");
        await PassUntilAsync(() => work.Running == 1);
        await node.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Work_that_fails_begins_anew()
    {
        var work = new Work { Fails = true };
        using var node = Node(work);
        await node.StartAsync(CancellationToken.None);
        await work.BeganAsync();

        await PassUntilAsync(() => work.Begun >= 3);

        await node.StopAsync(CancellationToken.None);
        Assert.Equal(1, work.MostAtOnce);
    }

    private ChatDbContext Context() => _services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContext();

    private ClusterTaskRunner<Work> Node(Work work) =>
        new(work, new Leases(_services.GetRequiredService<IChatWriter>(), _time), _time, NullLogger<ClusterTaskRunner<Work>>.Instance);

    private async Task RenameAsync(string from, string to)
    {
        await using var db = Context();
#pragma warning disable EF1002 // names of this test
        await db.Database.ExecuteSqlRawAsync($"ALTER TABLE {from} RENAME TO {to}");
#pragma warning restore EF1002
    }

    /// <summary>Lets seconds pass until something is so; each gives what waits on the clock its time on the database.</summary>
    private async Task PassUntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await PassAsync(1);
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            // The gate serves in order: what was asked by now has its answer when this has.
            await _services.GetRequiredService<IChatWriter>().ExclusiveAsync(_ => Task.FromResult(0), CancellationToken.None);
            await Task.Delay(5);
        }
    }

    private sealed class Work : IClusterTask
    {
        private readonly Channel<int> _began = Channel.CreateUnbounded<int>();
        private int _running;
        private int _begun;

        public bool Fails { get; init; }

        public int Running => Volatile.Read(ref _running);

        public int Begun => Volatile.Read(ref _begun);

        public int MostAtOnce { get; private set; }

        public string Name => "work";

        public async Task BeganAsync() => await _began.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            Interlocked.Increment(ref _begun);
            _began.Writer.TryWrite(0);
            try
            {
                if (Fails)
                {
                    throw new FormatException("on purpose");
                }

                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }
    }
}
