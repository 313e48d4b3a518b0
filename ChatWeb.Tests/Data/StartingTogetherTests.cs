using ChatWeb.Data;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Data;

public sealed class StartingTogetherTests
{
    [Fact]
    public async Task Two_processes_start_at_once_on_one_empty_database()
    {
        var folder = Directory.CreateTempSubdirectory("chatweb-together-");
        try
        {
            (string, string?) database = ("ConnectionStrings__Chat", $"Data Source={Path.Combine(folder.FullName, "chatweb.db")}");
            var starting = new[] { ChatServer.StartAsync(database), ChatServer.StartAsync(database) };
            await using var one = await starting[0];
            await using var two = await starting[1];

            using var here = await ChatApi.AdminAsync(one);
            using var there = await ChatApi.AdminAsync(two);
            var room = await here.CreateRoomAsync();
            Assert.Contains(await there.RoomsAsync(), r => r.Id == room.Id);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What one engine's single writer rules out: the other process's row comes between the look and the insert.</summary>
    [Fact]
    public async Task Who_comes_second_with_the_installation_takes_the_firsts()
    {
        var second = true;
        using var program = new ProgramInside(services => services.Decorate<IChatWriter>(writer => new Second(writer, () => second)));
        second = false;

        using var api = await ChatApi.AdminAsync(program.Address);
        Assert.Single(await api.RoomsAsync());
    }

    private sealed class Second(IChatWriter writer, Func<bool> isSecond) : IChatWriter
    {
        private int _runs;

        public async Task<T> RunAsync<T>(Func<ChatDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            var result = await writer.RunAsync(work, cancellationToken);
            if (isSecond() && Interlocked.Increment(ref _runs) == 1)
            {
                await writer.RunAsync(
                    async (db, ct) =>
                    {
                        db.Installations.Add(new Installation { DatabaseId = Guid.NewGuid() });
                        return await db.SaveChangesAsync(ct);
                    },
                    cancellationToken);
            }

            return result;
        }

        public Task<T> ExclusiveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
            writer.ExclusiveAsync(work, cancellationToken);
    }
}
