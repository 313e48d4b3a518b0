using ChatWeb.Tests.Streaming.Feeds;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Mentions;

/// <summary>Who was named hears of it on their own stream, and it counts until they have read it.</summary>
public sealed class MentionNoticeTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Somebody_named_is_told_with_the_message_and_it_counts_until_it_is_read()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var ada = await _server.NamedAsync("Ada");
        using var other = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await ada.JoinAsync(room);
        await other.JoinAsync(room);
        await using var me = ada.Me();
        await using var theirs = other.Me();
        await me.NextAsync("rooms");
        await theirs.NextAsync("rooms");

        await owner.PostAsync(room, "Nobody yet");
        var message = await owner.PostAsync(room, "Look, @Ada");

        var mention = await me.NextAsync("mention");
        Assert.Equal((room, message.Id, message.Html), (mention.RoomId(), mention.Json.GetProperty("message").GetProperty("id").GetInt64(), mention.Json.GetProperty("message").GetProperty("html").GetString()));
        Assert.Equal((2, 1), await CountsAsync(ada, room));
        Assert.Equal((2, 0), await CountsAsync(other, room));
        await owner.PostAsync(room, "@Ada and @ada");
        Assert.Equal(2, (await MentionsAsync(me, room, 2)).Json.GetProperty("mention_count").GetInt64());

        await ada.ReadAsync(room, 2);
        Assert.Equal(1, (await MentionsAsync(me, room, 1)).Json.GetProperty("unread_count").GetInt64());
        await ada.ReadAsync(room, 3);
        await MentionsAsync(me, room, 0);
        Assert.Equal((0, 0), await CountsAsync(ada, room));
        await theirs.UnreadAsync(room, 3);
        Assert.DoesNotContain(theirs.Arrived(), e => e.Name == "mention");

        await using var later = ada.Me();
        await later.UnreadAsync(room, 0);
    }

    [Fact]
    public async Task Room_reaches_all_members_but_the_sender_and_here_those_who_listen_now()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var present = await ChatApi.RegisterAsync(_server);
        using var away = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await present.JoinAsync(room);
        await away.JoinAsync(room);
        await using var stream = present.Stream(room);
        await owner.UntilConnectedAsync(room, 1);
        await using var mine = owner.Me();
        await using var theirs = present.Me();
        await using var absent = away.Me();
        await mine.NextAsync("rooms");
        await theirs.NextAsync("rooms");
        await absent.NextAsync("rooms");

        var here = await away.PostAsync(room, "@here anybody?");
        Assert.Equal(here.Id, MessageOf(await theirs.NextAsync("mention")));
        var all = await owner.PostAsync(room, "@room");

        Assert.Equal(all.Id, MessageOf(await theirs.NextAsync("mention")));
        Assert.Equal(all.Id, MessageOf(await absent.NextAsync("mention")));
        await mine.UnreadAsync(room, 2);
        Assert.DoesNotContain(mine.Arrived(), e => e.Name == "mention");
        Assert.Equal((2, 2), await CountsAsync(present, room));
        Assert.Equal((1, 1), await CountsAsync(away, room));
    }

    private static long MessageOf(SseEvent mention) => mention.Json.GetProperty("message").GetProperty("id").GetInt64();

    private static async Task<(long Unread, long Mentions)> CountsAsync(ChatApi person, long roomId)
    {
        var room = await person.RoomAsync(roomId);
        return (room.UnreadCount, room.MentionCount);
    }

    /// <summary>Passes over events until the room's mentions are as many.</summary>
    private static async Task<SseEvent> MentionsAsync(SseClient me, long roomId, long count)
    {
        while (true)
        {
            var told = await me.NextAsync("unread");
            if (told.RoomId() == roomId && told.Json.GetProperty("mention_count").GetInt64() == count)
            {
                return told;
            }
        }
    }
}
