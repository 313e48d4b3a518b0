using System.Net.Http.Json;
using ChatWeb.Data;
using ChatWeb.Data.Sqlite.Search;
using ChatWeb.Tests.Messages.Search;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data.Search;

/// <summary>What enters and leaves the index, whether a message is in it yet or still read itself.</summary>
public sealed class SearchIndexTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    // The task that fills the index by itself does not run: the test does its work when it wants to.
    private readonly ProgramInside _program = new(
        services => services.Remove(services.Single(service => service.ImplementationType == typeof(ClusterTaskRunner<SqliteIndexing>))),
        ("Chat:Posting:Messages", "100000"));

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task What_was_posted_is_found_before_and_after_it_enters_the_index()
    {
        using var person = await ChatApi.RegisterAsync(_program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        await person.PostAsync(room, "banana one");
        await MultiplyAsync(room, SqliteIndexing.Messages + 5);
        await person.PostAsync(room, "banana two");

        Assert.Equal(0, await RowsAsync());
        Assert.Equal("banana two", (await person.FoundAsync("banana"))[0]);

        await IndexAsync();
        await person.PostAsync(room, "banana at last");

        Assert.Equal(SqliteIndexing.Messages + 7, await RowsAsync());
        Assert.Equal(["banana at last", "banana two", "banana one"], await person.FoundAsync("banana", "&limit=3"));
        Assert.Equal(["banana two"], await person.FoundAsync("\"banana two\""));
        Assert.Empty(await person.FoundAsync("banana after:2026-05-01 before:2026-01-01"));
        await CheckAsync();
    }

    [Fact]
    public async Task Edited_and_deleted_messages_are_found_as_they_stand_now()
    {
        using var person = await ChatApi.RegisterAsync(_program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        var (early, gone) = (await person.PostAsync(room, "cherry early"), await person.PostAsync(room, "cherry gone"));
        await IndexAsync();
        var late = await person.PostAsync(room, "cherry late");

        await EditAsync(person, early, "damson early");
        await EditAsync(person, late, "damson late");
        await DeleteAsync(person, gone);

        Assert.Empty(await person.FoundAsync("cherry"));
        Assert.Equal(["damson late", "damson early"], await person.FoundAsync("damson"));
        Assert.Equal(1, await RowsAsync());
        await IndexAsync();
        await DeleteAsync(person, late);
        Assert.Equal(["damson early"], await person.FoundAsync("damson"));
        Assert.Equal(1, await RowsAsync());
        await CheckAsync();
    }

    [Fact]
    public async Task Of_a_deleted_room_nothing_stays_in_the_index()
    {
        using var person = await ChatApi.RegisterAsync(_program.Address);
        var (kept, deleted) = ((await person.CreateRoomAsync()).Id, (await person.CreateRoomAsync()).Id);
        await person.PostAsync(kept, "elder kept");
        await person.PostAsync(deleted, "elder gone");
        await MultiplyAsync(deleted, 20);
        await IndexAsync();

        using var answer = await person.Http.DeleteAsync($"/api/chat/rooms/{deleted}");
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (await RowsAsync() > 1)
        {
            await Task.Delay(20, limit.Token);
        }

        Assert.Equal(["elder kept"], await person.FoundAsync("elder"));
        await CheckAsync();
    }

    [Fact]
    public async Task Hits_that_a_reader_may_not_see_keep_nobody_from_what_they_may()
    {
        using var owner = await ChatApi.RegisterAsync(_program.Address);
        using var reader = await ChatApi.RegisterAsync(_program.Address);
        var (open, hidden) = ((await owner.CreateRoomAsync()).Id, (await owner.CreateRoomAsync(kind: "private")).Id);
        await owner.PostAsync(open, "fennel for all");
        await owner.PostAsync(hidden, "fennel for us");
        await MultiplyAsync(hidden, 5_000);
        await IndexAsync();

        var (bodies, next) = (new List<string>(), (string?)null);
        do
        {
            // One page, unless this machine has a slow day.
            var page = await reader.SearchAsync("fennel", next is null ? "" : $"&cursor={next}");
            bodies.AddRange(page.Results.Select(result => result.Message.Body));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(["fennel for all"], bodies);
        var own = await owner.SearchAsync("fennel");
        Assert.Equal(20, own.Results.Count);
        Assert.All(own.Results, result => Assert.Equal(hidden, result.Room.Id));
        Assert.NotNull(own.Next);
    }

    private Task IndexAsync() => _program.Services.GetRequiredService<SqliteIndexing>().CatchUpAsync(None);

    private static async Task EditAsync(ChatApi person, WireMessage message, string body)
    {
        using var answer = await person.Http.PatchAsJsonAsync($"/api/chat/rooms/{message.RoomId}/messages/{message.Id}", new { body });
        Assert.True(answer.IsSuccessStatusCode, $"{answer}");
    }

    private static async Task DeleteAsync(ChatApi person, WireMessage message)
    {
        using var answer = await person.Http.DeleteAsync($"/api/chat/rooms/{message.RoomId}/messages/{message.Id}");
        Assert.True(answer.IsSuccessStatusCode, $"{answer}");
    }

    private Task<long> RowsAsync() => ScalarAsync("SELECT count(*) FROM MessageSearch");

    /// <summary>FTS5 compares its index with what it was made of.</summary>
    private Task<long> CheckAsync() => ScalarAsync("INSERT INTO MessageSearch (MessageSearch) VALUES ('integrity-check')");

    /// <summary>The room's first message so many times over.</summary>
    private async Task MultiplyAsync(long room, int times)
    {
        await ScalarAsync(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times})
            INSERT INTO Messages (RoomId, Number, Seq, SenderId, ClientId, Kind, Body, CreatedAt)
            SELECT RoomId, Number + i, Seq + i, SenderId, randomblob(16), 0, Body, CreatedAt
            FROM (SELECT * FROM Messages WHERE RoomId = {room} ORDER BY Number LIMIT 1), n
            """);
        await ScalarAsync($"UPDATE Rooms SET LastNumber = LastNumber + {times}, LastSeq = LastSeq + {times} WHERE Id = {room}");
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var scope = _program.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        await db.Database.OpenConnectionAsync(None);
        using var command = db.Command(sql);
        return command.ExecuteScalar() as long? ?? 0;
    }
}
