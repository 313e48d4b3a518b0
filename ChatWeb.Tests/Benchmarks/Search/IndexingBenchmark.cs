using System.Diagnostics;
using ChatWeb.Data;
using ChatWeb.Data.Sqlite;
using ChatWeb.Data.Sqlite.Search;
using ChatWeb.Messages;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatWeb.Benchmarks.Search;

/// <summary>What the index costs: of a post itself nothing, so of the work behind it, each time what one second brought.</summary>
internal static class IndexingBenchmark
{
    private const int Rounds = 60;
    private const int PostsInARound = 50;

    /// <summary>How long one who posts may wait for it.</summary>
    private const double LongestLimit = 50;

    public static async Task RunAsync(string file, long room, Talk talk, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSqliteChat(SqliteFile.ConnectionString($"Data Source={file}", Path.GetTempPath()));
        await using var provider = services.BuildServiceProvider();
        var contexts = provider.GetRequiredService<IDbContextFactory<ChatDbContext>>();
        var writer = new TimedWriter(provider.GetRequiredService<IChatWriter>());
        var indexing = new SqliteIndexing(contexts, writer, new InProcessRoomBus(NullLogger<InProcessRoomBus>.Instance), TimeProvider.System);
        for (var round = 0; round < Rounds; round++)
        {
            await PostAsync(contexts, room, talk, cancellationToken);
            await indexing.CatchUpAsync(cancellationToken);
        }

        Report.Line("indexing, a message", $"{writer.Times.Sum() * 1_000 / (Rounds * PostsInARound):F0} µs of the writer's time, none of it in a post");
        var times = new Latencies(writer.Times);
        Report.Line("indexing, a transaction", times);
        Report.Target("  longest", times.Max, LongestLimit, " ms");
    }

    private static async Task PostAsync(IDbContextFactory<ChatDbContext> contexts, long room, Talk talk, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (sender, number) = (await db.Users.Select(u => u.Id).FirstAsync(cancellationToken), await db.Messages.Where(m => m.RoomId == room).MaxAsync(m => m.Number, cancellationToken));
        db.Messages.AddRange(Enumerable.Range(1, PostsInARound).Select(i => new Message
        {
            RoomId = room,
            Number = number + i,
            Seq = number + i,
            SenderId = sender,
            ClientId = Guid.NewGuid(),
            Body = talk.Next(),
            CreatedAt = DateTimeOffset.UtcNow,
        }));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Notes how long each transaction keeps the others waiting.</summary>
    private sealed class TimedWriter(IChatWriter writer) : IChatWriter
    {
        public List<double> Times { get; } = [];

        public async Task<T> RunAsync<T>(Func<ChatDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            var start = Stopwatch.GetTimestamp();
            var result = await writer.RunAsync(work, cancellationToken);
            Times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return result;
        }

        public Task<T> ExclusiveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
            writer.ExclusiveAsync(work, cancellationToken);
    }
}
