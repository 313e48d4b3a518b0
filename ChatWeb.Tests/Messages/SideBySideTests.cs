using System.Net;
using ChatWeb.Data;
using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Tests.Messages;

public sealed class SideBySideTests
{
    [Fact]
    public async Task One_that_loses_against_the_same_client_id_gets_the_message_that_won()
    {
        SideBySide? writer = null;
        using var program = new ProgramInside(services => services.Decorate<IChatWriter>(inner => writer = new SideBySide(inner)));
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = await person.CreateRoomAsync();
        var clientId = Guid.NewGuid();
        WireMessage? first = null;
        writer!.Lose(async () => first = await person.PostAsync(room.Id, "once", clientId));

        using var answer = await person.TryPostAsync(room.Id, new { body = "once", client_id = clientId });
        var second = await ChatApi.ReadAsync<WireMessage>(answer, HttpStatusCode.OK);

        Assert.Equal(first!.Id, second.Id);
        Assert.Equal(1, (await person.RoomAsync(room.Id)).Head);
    }

    /// <summary>Two writers at once, as on SQL Server: both find the key free, and the second to store it loses.</summary>
    private sealed class SideBySide(IChatWriter writer) : IChatWriter
    {
        private Func<Task>? _other;

        public void Lose(Func<Task> other) => _other = other;

        public async Task<T> RunAsync<T>(Func<ChatDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            if (Interlocked.Exchange(ref _other, null) is { } other)
            {
                await other();
                throw new DbUpdateException("The key is taken.", new SqliteException("UNIQUE constraint failed", 19, 2067));
            }

            return await writer.RunAsync(work, cancellationToken);
        }

        public Task<T> ExclusiveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
            writer.ExclusiveAsync(work, cancellationToken);
    }
}
