using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Streaming.Feeds;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Mentions;

/// <summary>Who is named by an edit hears of it as of a new message, and nobody hears of the same twice.</summary>
public sealed class EditedMentionNoticeTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    /// <summary>A message that is too long to come along with a wake-up.</summary>
    private static readonly string Much = new('한', 3_900);

    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Who_is_named_by_an_edit_is_told_and_who_was_before_is_not_told_again()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var ada = await _server.NamedAsync("Ada");
        using var bob = await _server.NamedAsync("Bob");
        var room = (await owner.CreateRoomAsync()).Id;
        await ada.JoinAsync(room);
        await bob.JoinAsync(room);
        await using var adas = ada.Me();
        await using var bobs = bob.Me();
        await adas.NextAsync("rooms");
        await bobs.NextAsync("rooms");
        var message = await owner.PostAsync(room, "@Ada");
        await adas.NextAsync("mention");

        var edited = await owner.EditAsync(room, message.Id, $"@Ada @Bob {Much}");

        var told = await bobs.NextAsync("mention");
        Assert.Equal(edited.Html, told.Json.GetProperty("message").GetProperty("html").GetString());
        await owner.EditAsync(room, message.Id, $"@room @Ada @Bob {Much}"); // who was named already is not told
        await owner.EditAsync(room, message.Id, Much);
        await MentionsAsync(adas, room, 0, beforeIt: 0);
        await MentionsAsync(bobs, room, 0, beforeIt: 0);
        await owner.EditAsync(room, message.Id, "@room");
        await adas.NextAsync("mention");
        await owner.DeleteAsync(room, message.Id);
        await MentionsAsync(adas, room, 0, beforeIt: 0);
    }

    [Fact]
    public async Task Nobody_is_named_by_themselves_and_who_is_named_twice_by_one_message_counts_it_once()
    {
        using var owner = await _server.NamedAsync("Owner");
        using var ada = await _server.NamedAsync("Ada");
        var room = (await owner.CreateRoomAsync()).Id;
        await ada.JoinAsync(room);
        await using var stream = owner.Stream(room);
        await using var adas = ada.Stream(room);
        await owner.UntilConnectedAsync(room, 2);
        await owner.PostAsync(room, "unread");
        await ada.PostAsync(room, "unread");

        await owner.PostAsync(room, "@here @Owner");
        await owner.PostAsync(room, "@Ada @room @here");

        Assert.Equal((3, 1), await CountsAsync(owner)); // with everybody also oneself, as one's own message is unread
        Assert.Equal((4, 2), await CountsAsync(ada));
        await using var theirs = ada.Me();
        Assert.Equal(2, (await theirs.UnreadAsync(room, 4)).Json.GetProperty("mention_count").GetInt64());
        await owner.PostAsync(room, "@Ada");
        Assert.Equal(3, (await theirs.UnreadAsync(room, 5)).Json.GetProperty("mention_count").GetInt64()); // counted in another query

        async Task<(long Unread, long Mentions)> CountsAsync(ChatApi person) =>
            await person.RoomAsync(room) is var seen ? (seen.UnreadCount, seen.MentionCount) : default;
    }

    /// <summary>Passes over counts until the room's mentions are as many; mentions on the way must be as many, too.</summary>
    private static async Task MentionsAsync(SseClient me, long roomId, long count, int beforeIt)
    {
        var mentions = 0;
        while (true)
        {
            var told = await me.NextAsync();
            mentions += told.Name == "mention" ? 1 : 0;
            if (told.Name == "unread" && told.RoomId() == roomId && told.Json.GetProperty("mention_count").GetInt64() == count)
            {
                Assert.Equal(beforeIt, mentions);
                return;
            }
        }
    }
}
