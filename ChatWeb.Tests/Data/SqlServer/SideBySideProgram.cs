using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Data.SqlServer;
using ChatWeb.Messages;
using ChatWeb.Messages.Reactions;
using ChatWeb.Rooms;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>
/// The program with the writer and the retries that it has on SQL Server, over a SQLite file: what they promise can be
/// seen without a server. What only its locks and its language do is seen elsewhere.
/// </summary>
public sealed class SideBySideProgram : IDisposable
{
    private readonly ProgramInside _program;
    private int _people;

    public SideBySideProgram() => _program = new ProgramInside(services =>
    {
        services.AddSingleton<IChatWriter, SqlServerWriter>();
        services.ConfigureDbContext<ChatDbContext>(options => options
            .AddInterceptors(Faults)
            .UseSqlite(sqlite => sqlite.ExecutionStrategy(of =>
                new SqlServerRetryingExecutionStrategy(of, SqlServerChat.MaxRetries, TimeSpan.FromMilliseconds(1), errorNumbersToAdd: null))));
    });

    internal Faults Faults { get; } = new();

    /// <summary>Runs something with a service of a request's own.</summary>
    public async Task<TResult> WithAsync<T, TResult>(Func<T, Task<TResult>> use)
        where T : notnull
    {
        await using var scope = _program.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<T>());
    }

    public Task WithAsync<T>(Func<T, Task> use)
        where T : notnull =>
        WithAsync<T, bool>(async service =>
        {
            await use(service);
            return true;
        });

    public Task<TResult> ReadAsync<TResult>(Func<ChatDbContext, Task<TResult>> read) => WithAsync(read);

    public async Task<ChatUser> PersonAsync(UserRole role = UserRole.Member)
    {
        var email = $"person{Interlocked.Increment(ref _people)}@example.org";
        var person = new ChatUser
        {
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            DisplayName = email,
            SecurityStamp = SecurityStamps.New(),
            Role = role,
        };
        await WithAsync<ChatDbContext>(db =>
        {
            db.Users.Add(person);
            return db.SaveChangesAsync();
        });
        return person;
    }

    public async Task<long> RoomAsync(ChatUser owner, RoomKind kind = RoomKind.Public) =>
        (await WithAsync<RoomService, RoomView>(rooms => rooms.CreateAsync(owner.Id, "Room", null, kind, CancellationToken.None))).Id;

    /// <summary>Somebody who has said hello in a room of their own.</summary>
    public async Task<(ChatUser Person, long Room, long Message)> SaidAsync()
    {
        var person = await PersonAsync();
        var room = await RoomAsync(person);
        var said = await WithAsync<PostingService, PostResult>(posting => posting.PostAsync(room, person.Id, new NewMessage("Hello", null, null), CancellationToken.None));
        return (person, room, said.Message.Id);
    }

    /// <summary>Gives a message an emoji or takes it back, which must be told: it was not so before.</summary>
    public Task ReactAsync(long room, long message, Guid user, bool isThere) => WithAsync<ReactionService>(async reactions =>
        Assert.True(await reactions.SetAsync(room, message, user, "👍", isThere, CancellationToken.None)));

    public void Dispose() => _program.Dispose();
}
