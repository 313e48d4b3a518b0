using ChatWeb.Data;
using ChatWeb.Data.Search;
using ChatWeb.Messages.Search;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data;

/// <summary>A search by relevance whose index does not come to its end at once, on each engine that there is.</summary>
public sealed class EveryEngineSearchTests(EngineFixture engines) : IClassFixture<EngineFixture>
{
    private const int Limit = 3;

    /// <summary>Hits of one look; a block of so many is read in three pages.</summary>
    private const int Block = 7;

    public static TheoryData<string> Engines => EngineFixture.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Hits_are_found_block_by_block_each_once_and_in_a_block_the_best_first(string engine)
    {
        var program = engines.On(engine);
        using var person = await ChatApi.RegisterAsync(program.Address);
        using var other = await ChatApi.RegisterAsync(program.Address); // one alone may not say so much at once
        var room = (await person.CreateRoomAsync()).Id;
        await other.JoinAsync(room);
        var posted = new List<(int Often, long Id)>();
        for (var i = 0; i < (2 * Block) + 2; i++)
        {
            posted.Add((i % 4, (await (i % 2 == 0 ? person : other).PostAsync(room, string.Join(' ', Enumerable.Repeat("papaya", 1 + (i % 4))))).Id));
        }

        posted.Reverse();
        var expected = posted.Chunk(Block).SelectMany(block => block.OrderDescending()).Select(hit => hit.Id).ToList();
        var sender = (await person.PageAsync(room)).Messages[0].SenderUuid;

        Assert.Equal(expected, await AllAsync(program, sender, _ => Block));
        Assert.Equal(expected, await AllAsync(program, sender, page => page % 3 == 0 ? Block : 2)); // pages that take several looks
        var slow = await AllAsync(program, sender, page => page == 0 ? Block : 1); // and more than they may
        Assert.Equal(expected.Order(), slow.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_look_that_finds_nothing_in_its_time_says_where_to_go_on(string engine)
    {
        var program = engines.On(engine);
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync(kind: "private")).Id;
        var hit = await person.PostAsync(room, "sapodilla");

        var first = await PageAsync(program, hit.SenderUuid, "sapodilla", null, hits: 0);
        var second = await PageAsync(program, hit.SenderUuid, "sapodilla", first.Next, hits: Block);

        Assert.Empty(first.Results);
        Assert.Equal([hit.Id], second.Results.Select(result => result.Message.Id));
    }

    private static async Task<List<long>> AllAsync(ProgramInside program, Guid reader, Func<int, int> hitsOfLook)
    {
        var (found, next, page) = (new List<long>(), (string?)null, 0);
        do
        {
            var results = await PageAsync(program, reader, "papaya", next, hitsOfLook(page));
            found.AddRange(results.Results.Select(result => result.Message.Id));
            next = results.Next;
        }
        while (next is not null && ++page < 50);

        Assert.Null(next);
        return found;
    }

    private static async Task<SearchPage> PageAsync(ProgramInside program, Guid reader, string query, string? cursor, int hits)
    {
        await using var scope = program.Services.CreateAsyncScope();
        var index = new ImpatientIndex(scope.ServiceProvider.GetRequiredService<IMessageIndex>(), hits);
        return await ActivatorUtilities.CreateInstance<SearchService>(scope.ServiceProvider, index)
            .SearchAsync(reader, new SearchRequest(query, SearchSort.Relevance, cursor, Limit, TimeZone: null), CancellationToken.None);
    }

    /// <summary>The engine's own, whose time is up after so many hits.</summary>
    private sealed class ImpatientIndex(IMessageIndex index, int hits) : IMessageIndex
    {
        public Task<FoundMessages> FindAsync(ChatDbContext db, MessageCriteria criteria, CancellationToken cancellationToken) => hits == 0
            ? Task.FromResult(new FoundMessages([], criteria.Below - 1))
            : index.FindAsync(db, criteria with { Most = Math.Min(hits, criteria.Most) }, cancellationToken);

        public Task ChangeAsync(ChatDbContext tx, IndexedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemoveAsync(ChatDbContext tx, long messageId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
