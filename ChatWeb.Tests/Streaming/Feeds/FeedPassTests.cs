using System.Text.Json;
using ChatWeb.Streaming;
using ChatWeb.Streaming.Feeds;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatWeb.Tests.Streaming.Feeds;

/// <summary>What the feeds ask of the database does not grow with messages or connections.</summary>
public sealed class FeedPassTests
{
    [Fact]
    public async Task A_thousand_messages_to_a_thousand_readers_of_fifty_rooms_are_one_query()
    {
        var bus = new InProcessRoomBus(NullLogger<InProcessRoomBus>.Instance);
        var rooms = new CountingRooms();
        var feeds = new UserFeeds(bus);
        var pass = PassOf(feeds, rooms);
        var streams = Enumerable.Range(0, 1_000).Select(_ => new FakeConnection()).ToList();
        streams.ForEach(connection => feeds.Add(connection.Stream));
        await pass.RunAsync(feeds.Take(), CancellationToken.None);
        var opening = rooms.Queries;

        for (var i = 0; i < 1_000; i++)
        {
            rooms.LastNumbers[(i % CountingRooms.Rooms) + 1] = 10 + i;
            await bus.PublishAsync(new RoomWakeUp((i % CountingRooms.Rooms) + 1, i));
        }

        await pass.RunAsync(feeds.Take(), CancellationToken.None);

        Assert.Equal(4, opening); // 250 users a query
        Assert.Equal(opening + 1, rooms.Queries);
        Assert.All(streams, connection => Assert.Equal(2 * CountingRooms.Rooms, connection.Count("event: unread")));
    }

    [Fact]
    public async Task Reading_asks_nothing_of_the_database_and_rooms_of_nobody_are_not_looked_at()
    {
        var bus = new InProcessRoomBus(NullLogger<InProcessRoomBus>.Instance);
        var rooms = new CountingRooms();
        var feeds = new UserFeeds(bus);
        var pass = PassOf(feeds, rooms);
        var connection = new FakeConnection();
        feeds.Add(connection.Stream);
        await pass.RunAsync(feeds.Take(), CancellationToken.None);
        await pass.RunAsync(feeds.Take(), CancellationToken.None);
        var before = rooms.Queries;

        await bus.PublishAsync(new ReadSignal(3, connection.Stream.User.UserId, 9));
        await bus.PublishAsync(new ReadSignal(3, connection.Stream.User.UserId, 4));
        await bus.PublishAsync(new RoomWakeUp(999, 1));
        await pass.RunAsync(feeds.Take(), CancellationToken.None);

        Assert.Equal(before, rooms.Queries);
        Assert.EndsWith("\"unread_count\":0", connection.Last.Split(",\"mention_count\"")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leaves_takes_everything_with_them()
    {
        var feeds = new UserFeeds(new InProcessRoomBus(NullLogger<InProcessRoomBus>.Instance));
        var rooms = new CountingRooms();
        var pass = PassOf(feeds, rooms);
        var connection = new FakeConnection();
        feeds.Add(connection.Stream);
        await pass.RunAsync(feeds.Take(), CancellationToken.None);
        Assert.Equal(CountingRooms.Rooms, feeds.Rooms.Count);

        feeds.Remove(connection.Stream);
        await pass.RunAsync(feeds.Take(), CancellationToken.None);

        Assert.Empty(feeds.Rooms);
        Assert.Empty(feeds.NotSeenSince(long.MaxValue, share: 1, atLeast: 1));
    }

    [Fact]
    public async Task Mentions_of_everybody_are_counted_for_many_in_one_query_and_told_to_all_but_the_sender()
    {
        var bus = new InProcessRoomBus(NullLogger<InProcessRoomBus>.Instance);
        var rooms = new CountingRooms { Mentions = 2 };
        var feeds = new UserFeeds(bus);
        var pass = PassOf(feeds, rooms);
        var streams = Enumerable.Range(0, 250).Select(_ => new FakeConnection()).ToList();
        streams.ForEach(connection => feeds.Add(connection.Stream));
        await pass.RunAsync(feeds.Take(), CancellationToken.None);
        var before = rooms.Queries;

        var message = JsonSerializer.SerializeToElement(new { id = 7 });
        for (var i = 0; i < 20; i++)
        {
            await bus.PublishAsync(new MentionSignal(3, streams[0].Stream.User.UserId, null, message));
        }

        await bus.PublishAsync(new MentionSignal(999, Guid.Empty, null, message));
        await pass.RunAsync(feeds.Take(), CancellationToken.None);

        Assert.Equal(before + 1, rooms.Queries);
        Assert.Equal(0, streams[0].Count("event: mention"));
        Assert.All(streams[1..], connection => Assert.Equal(20, connection.Count("event: mention")));
        Assert.All(streams, connection => Assert.Equal(CountingRooms.Rooms + 1, connection.Count("event: unread")));

        await bus.PublishAsync(new ReadSignal(3, streams[1].Stream.User.UserId, 9));
        await pass.RunAsync(feeds.Take(), CancellationToken.None);
        Assert.Equal(before + 2, rooms.Queries); // who has mentions and reads is counted anew

        foreach (var kind in new[] { RoomEventKind.NewMessage, RoomEventKind.MessageUpdated, RoomEventKind.MessageDeleted })
        {
            await bus.PublishAsync(new RoomWakeUp(3, 20, null, new BroadcastEntry(20, kind, default)));
            await pass.RunAsync(feeds.Take(), CancellationToken.None);
        }

        Assert.Equal(before + 2 + 3, rooms.Queries); // numbers each time
    }

    [Fact]
    public async Task Mentions_that_are_gone_are_counted_anew_for_those_whom_they_named_alone()
    {
        var bus = new InProcessRoomBus(NullLogger<InProcessRoomBus>.Instance);
        var rooms = new CountingRooms();
        var feeds = new UserFeeds(bus);
        var pass = PassOf(feeds, rooms);
        var users = Enumerable.Range(0, 300).Select(_ => new FakeConnection()).ToList();
        users.ForEach(connection => feeds.Add(connection.Stream));
        await pass.RunAsync(feeds.Take(), CancellationToken.None);

        foreach (var gone in new[] { users[..2], users[1..3] })
        {
            await bus.PublishAsync(new MentionsGoneSignal(3, [.. gone.Select(user => user.Stream.User.UserId)]));
        }

        await pass.RunAsync(feeds.Take(), CancellationToken.None);
        Assert.Equal(users[..3].Select(user => user.Stream.User.UserId).Order(), rooms.Counted.Order());

        rooms.Counted.Clear();
        await bus.PublishAsync(new MentionsGoneSignal(3, [users[0].Stream.User.UserId]));
        await bus.PublishAsync(new MentionsGoneSignal(3, UserIds: null));
        await bus.PublishAsync(new MentionsGoneSignal(3, [users[1].Stream.User.UserId]));
        await pass.RunAsync(feeds.Take(), CancellationToken.None);
        Assert.Equal(users.Count, rooms.Counted.Distinct().Count());
    }

    private static FeedPass PassOf(UserFeeds feeds, CountingRooms rooms) =>
        new(feeds, new FeedMembership(feeds, rooms, TimeProvider.System), new FeedMentions(feeds, rooms), rooms, TimeProvider.System);
}
