using System.Net;
using ChatWeb.Data;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data;

/// <summary>What the program leaves to its database, on each engine that there is. With accounts: <see cref="EveryEngineAccountTests"/>.</summary>
public sealed class EveryEngineTests(EngineFixture engines) : IClassFixture<EngineFixture>
{
    public static TheoryData<string> Engines => EngineFixture.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_empty_database_is_brought_up_to_date(string engine)
    {
        await using var scope = engines.On(engine).Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();

        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.NotEmpty(await db.Database.GetAppliedMigrationsAsync());
        Assert.Equal("Inside", (await db.Installations.SingleAsync()).Name);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_same_client_id_many_times_at_once_makes_one_message(string engine)
    {
        using var person = await ChatApi.RegisterAsync(engines.On(engine).Address);
        var room = await person.CreateRoomAsync();
        var message = new { body = "once", client_id = Guid.NewGuid() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => person.TryPostAsync(room.Id, message)));
        var ids = new HashSet<long>();
        foreach (var answer in answers)
        {
            ids.Add((await ChatApi.ReadAsync<WireMessage>(answer, answer.StatusCode)).Id);
        }

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Single(ids);
        Assert.Equal(1, (await person.RoomAsync(room.Id)).Head);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Eight_writers_at_once_leave_no_gap_and_no_repeat(string engine)
    {
        const int Writers = 8;
        const int Each = 10;
        var server = engines.On(engine).Address;
        using var owner = await ChatApi.RegisterAsync(server);
        var room = await owner.CreateRoomAsync();
        var writers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => ChatApi.RegisterAsync(server)));
        await Task.WhenAll(writers.Select(writer => writer.JoinAsync(room.Id)));
        await using var stream = owner.Stream(room.Id, "?format=json&last_event_id=0");

        var posted = await Task.WhenAll(writers.SelectMany(writer =>
            Enumerable.Range(0, Each).Select(i => writer.PostAsync(room.Id, $"message {i}"))));
        var heard = await stream.DurableAsync(Writers + (Writers * Each));

        Assert.Equal(Range(1, Writers * Each), posted.Select(m => m.Number).Order());
        Assert.Equal(Range(Writers + 1, Writers * Each), posted.Select(m => m.Seq).Order());
        Assert.Equal(posted.OrderBy(m => m.Seq).Select(m => m.Number), posted.Select(m => m.Number).Order());
        Assert.Equal(Range(1, Writers + (Writers * Each)), heard.Select(e => e.Id!.Value));
        foreach (var writer in writers)
        {
            writer.Dispose();
        }

        static IEnumerable<long> Range(int first, int count) => Enumerable.Range(first, count).Select(i => (long)i);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_joins_and_leaves_many_times_at_once_does_so_once(string engine)
    {
        var server = engines.On(engine).Address;
        using var owner = await ChatApi.RegisterAsync(server);
        using var person = await ChatApi.RegisterAsync(server);
        var room = await owner.CreateRoomAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => person.JoinAsync(room.Id)));
        Assert.Equal((1, 2), await PlaceAsync());
        var left = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => person.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null)));
        Assert.All(left, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Equal((2, 1), await PlaceAsync());

        async Task<(long Head, int Members)> PlaceAsync()
        {
            await using var scope = engines.On(engine).Services.CreateAsyncScope();
            var place = await scope.ServiceProvider.GetRequiredService<ChatDbContext>().Rooms.SingleAsync(r => r.Id == room.Id);
            return (place.LastSeq, place.MemberCount);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Posts_joins_and_the_deletion_of_their_room_get_in_nobodys_way(string engine)
    {
        var program = engines.On(engine);
        using var owner = await ChatApi.RegisterAsync(program.Address);
        var room = (await owner.CreateRoomAsync()).Id;
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ChatApi.RegisterAsync(program.Address)));
        var begun = new TaskCompletionSource();

        var talking = people.Select(async person =>
        {
            for (var status = HttpStatusCode.Created; status is HttpStatusCode.Created or HttpStatusCode.Forbidden;)
            {
                using var joined = await person.Http.PostAsync($"/api/chat/rooms/{room}/join", null);
                using var posted = await person.TryPostAsync(room, new { body = "Hello" });
                using var left = await person.Http.PostAsync($"/api/chat/rooms/{room}/leave", null);
                begun.TrySetResult();
                status = posted.StatusCode;
            }
        }).ToList();
        await begun.Task;
        using var deleted = await owner.Http.DeleteAsync($"/api/chat/rooms/{room}");
        await Task.WhenAll(talking);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await using var scope = program.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (await db.Rooms.IgnoreQueryFilters().AnyAsync(r => r.Id == room, limit.Token))
        {
            await Task.Delay(20, limit.Token); // the purge has no end that can be waited for
        }

        Assert.Equal((0, 0), (await db.Messages.CountAsync(m => m.RoomId == room), await db.RoomEvents.CountAsync(e => e.RoomId == room)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_lease_is_one_nodes_at_a_time(string engine)
    {
        var writer = engines.On(engine).Services.GetRequiredService<IChatWriter>();
        Leases[] nodes = [new(writer, TimeProvider.System), new(writer, TimeProvider.System)];
        for (var i = 0; i < 20; i++)
        {
            var taken = await Task.WhenAll(nodes.Select(node => node.TryTakeAsync("work", CancellationToken.None)));

            var holder = nodes[Array.IndexOf(taken, true)];
            Assert.Single(taken, isTaken => isTaken);
            Assert.True(await holder.RenewAsync("work", CancellationToken.None));
            Assert.True(await holder.ReleaseAsync("work", CancellationToken.None));
        }
    }
}
