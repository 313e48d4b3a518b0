using System.Net;
using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data;

/// <summary>Changes of one message that meet, on each engine that there is.</summary>
public sealed class EveryEngineChangeTests(EngineFixture engines) : IClassFixture<EngineFixture>
{
    public static TheoryData<string> Engines => EngineFixture.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Edits_and_a_deletion_at_once_are_each_done_once_or_refused_and_nothing_is_after_the_deletion(string engine)
    {
        var program = engines.On(engine);
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        var id = (await person.PostAsync(room, "first")).Id;

        var changing = Enumerable.Range(0, 8).Select(i => person.TryEditAsync(room, id, $"edit {i}"))
            .Append(person.TryDeleteAsync(room, id)).Append(person.TryDeleteAsync(room, id));
        var answers = await Task.WhenAll(changing);
        var statuses = answers.Select(answer => answer.StatusCode).ToList();

        Assert.All(statuses.SkipLast(2), status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{status}"));
        Assert.All(statuses.TakeLast(2), status => Assert.Equal(HttpStatusCode.OK, status));
        await using var scope = program.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var log = await db.RoomEvents.Where(e => e.RoomId == room).OrderBy(e => e.Seq).ToListAsync();
        var edits = statuses.Count(status => status == HttpStatusCode.OK) - 2;
        Assert.Equal(
            [RoomEventKind.NewMessage, .. Enumerable.Repeat(RoomEventKind.MessageUpdated, edits), RoomEventKind.MessageDeleted],
            log.Select(e => e.Kind));
        Assert.Equal(Enumerable.Range(1, edits + 2).Select(seq => (long)seq), log.Select(e => e.Seq));
        Assert.Equal(edits + 1, await db.MessageVersions.CountAsync(v => v.MessageId == id));
        Assert.Equal(("", true), ((await person.MessageAsync(room, id)).Body, (await person.MessageAsync(room, id)).DeletedAt is not null));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_the_queue_says_of_a_deleted_message_and_its_reactions_is_taken_back_for_every_process(string engine)
    {
        var program = engines.On(engine);
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        var message = await person.PostAsync(room, "first");
        await person.ReactAsync(message, "🎉");
        var other = await person.PostAsync(room, "second");
        await person.ReactAsync(other, "🎉");
        Assert.Equal([true, true, true, true], await HeldAsync());

        await person.DeleteAsync(room, message.Id);

        Assert.Equal([false, false, true, true], await HeldAsync());

        async Task<IEnumerable<bool>> HeldAsync()
        {
            var cache = program.Services.GetRequiredService<IDistributedCache>();
            var database = program.Services.GetRequiredService<InstallationState>().DatabaseId;
            return await Task.WhenAll(Enumerable.Range(1, 4).Select(async seq => await cache.GetAsync($"{database:N}:chat_broadcast:{room}:{seq}") is not null));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_same_edit_many_times_at_once_is_one_change(string engine)
    {
        using var person = await ChatApi.RegisterAsync(engines.On(engine).Address);
        var room = (await person.CreateRoomAsync()).Id;
        var id = (await person.PostAsync(room, "first")).Id;

        var edited = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => person.EditAsync(room, id, "second")));

        Assert.All(edited, message => Assert.Equal("second", message.Body));
        Assert.Equal(2, (await person.RoomAsync(room)).Head);
    }
}
