using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages;

public sealed class PagingFixture(SharedChatServer shared) : IAsyncLifetime
{
    public ChatServer Server { get; private set; } = null!;

    public ChatApi Reader { get; private set; } = null!;

    public long RoomId { get; private set; }

    public List<WireMessage> Posted { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Server = await shared.StartedAsync();
        Reader = await ChatApi.RegisterAsync(Server);
        RoomId = (await Reader.CreateRoomAsync()).Id;
        for (var i = 1; i <= 60; i++)
        {
            Posted.Add(await Reader.PostAsync(RoomId, $"message {i}"));
        }
    }

    public ValueTask DisposeAsync()
    {
        Reader.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class PagingTests(PagingFixture talk) : IClassFixture<PagingFixture>
{
    [Fact]
    public async Task The_newest_page_comes_first_and_is_oldest_first_inside()
    {
        var page = await talk.Reader.PageAsync(talk.RoomId);

        Assert.Equal(Enumerable.Range(11, 50).Select(i => (long)i), page.Messages.Select(m => m.Number));
        Assert.True(page.HasMoreBefore);
        Assert.False(page.HasMoreAfter);
        Assert.Equal(60, page.Head);
        Assert.Equivalent(talk.Posted[^1], page.Messages[^1]);
    }

    [Fact]
    public async Task Pages_before_and_after_a_message_meet_at_it()
    {
        var middle = talk.Posted[29];

        var before = await talk.Reader.PageAsync(talk.RoomId, $"?before={middle.Id}&limit=10");
        var after = await talk.Reader.PageAsync(talk.RoomId, $"?after={middle.Id}&limit=10");
        var oldest = await talk.Reader.PageAsync(talk.RoomId, $"?before={talk.Posted[5].Id}");
        var between = await talk.Reader.PageAsync(talk.RoomId, $"?after={talk.Posted[0].Id}&before={talk.Posted[3].Id}");

        Assert.Equal([20L, 21, 22, 23, 24, 25, 26, 27, 28, 29], before.Messages.Select(m => m.Number));
        Assert.Equal([31L, 32, 33, 34, 35, 36, 37, 38, 39, 40], after.Messages.Select(m => m.Number));
        Assert.Equal((true, true), (before.HasMoreBefore, before.HasMoreAfter));
        Assert.Equal((true, true), (after.HasMoreBefore, after.HasMoreAfter));
        Assert.Equal((5, false, true), (oldest.Messages.Count, oldest.HasMoreBefore, oldest.HasMoreAfter));
        Assert.Equal([2L, 3], between.Messages.Select(m => m.Number));
    }

    [Fact]
    public async Task Beyond_the_ends_a_page_is_empty_and_says_what_is_on_the_other_side()
    {
        var none = await talk.Reader.PageAsync(talk.RoomId, $"?after={talk.Posted[^1].Id}");
        var start = await talk.Reader.PageAsync(talk.RoomId, $"?before={talk.Posted[0].Id}");
        var empty = await talk.Reader.PageAsync((await talk.Reader.CreateRoomAsync()).Id);

        Assert.Equal((0, true, false), (none.Messages.Count, none.HasMoreBefore, none.HasMoreAfter));
        Assert.Equal((0, false, true), (start.Messages.Count, start.HasMoreBefore, start.HasMoreAfter));
        Assert.Equal((0, false, false, 0L), (empty.Messages.Count, empty.HasMoreBefore, empty.HasMoreAfter, empty.Head));
    }

    [Theory]
    [InlineData(30, 5, 54, true, true)]
    [InlineData(1, 1, 50, false, true)]
    [InlineData(20, 1, 50, false, true)]
    [InlineData(50, 11, 60, true, false)]
    [InlineData(60, 11, 60, true, false)]
    public async Task The_page_around_a_message_has_half_before_and_half_after_as_far_as_there_are(int number, int first, int last, bool before, bool after)
    {
        var page = await talk.Reader.PageAsync(talk.RoomId, $"?around={talk.Posted[number - 1].Id}");

        Assert.Equal(Enumerable.Range(first, last - first + 1).Select(i => (long)i), page.Messages.Select(m => m.Number));
        Assert.Equal((before, after, 60L), (page.HasMoreBefore, page.HasMoreAfter, page.Head));
    }

    [Fact]
    public async Task A_short_page_around_a_message_has_it_in_the_middle()
    {
        var page = await talk.Reader.PageAsync(talk.RoomId, $"?around={talk.Posted[29].Id}&limit=5");

        Assert.Equal([28L, 29, 30, 31, 32], page.Messages.Select(m => m.Number));
    }

    [Theory]
    [InlineData("?around=abc", "around")]
    [InlineData("?around=1&limit=51", "limit")]
    [InlineData("?before=abc", "before")]
    [InlineData("?after=1.5", "after")]
    [InlineData("?before=999999", "before")]
    [InlineData("?after=-1", "after")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=-5", "limit")]
    [InlineData("?limit=51", "limit")]
    [InlineData("?limit=many", "limit")]
    public async Task A_page_that_can_not_be_is_refused_and_never_clamped(string query, string field)
    {
        using var answer = await talk.Reader.Http.GetAsync($"/api/chat/rooms/{talk.RoomId}/messages{query}");

        var problem = await ChatApi.ReadAsync<WireProblem>(answer, HttpStatusCode.BadRequest);
        Assert.NotEmpty(problem.Errors![field]);
    }

    [Fact]
    public async Task The_head_of_a_page_is_where_a_stream_goes_on()
    {
        var room = await talk.Reader.CreateRoomAsync(); // the shared one must stay as it is
        await talk.Reader.PostAsync(room.Id, "one");
        var page = await talk.Reader.PageAsync(room.Id);
        await using var stream = talk.Reader.Stream(room.Id, $"?format=json&last_event_id={page.Head}");
        using var other = await ChatApi.RegisterAsync(talk.Server);

        await other.JoinAsync(room.Id);

        Assert.Equal(1, page.Head);
        Assert.Equal(2, Assert.Single(await stream.DurableAsync(1)).Id);
    }
}
