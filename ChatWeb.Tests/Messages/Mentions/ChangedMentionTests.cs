using System.Net;
using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Streaming.Feeds;
using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Tests.Messages.Mentions;

/// <summary>Editing a message does not call anew, or take back, what it does not change.</summary>
public sealed class ChangedMentionTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task A_message_that_changes_names_whom_it_names_now_and_a_deleted_one_nobody()
    {
        using var owner = await ChatApi.RegisterAsync(_server, "owner");
        using var first = await ChatApi.RegisterAsync(_server, "first");
        using var second = await ChatApi.RegisterAsync(_server, "second");
        var room = (await owner.CreateRoomAsync()).Id;
        await first.JoinAsync(room);
        await second.JoinAsync(room);
        var message = await owner.PostAsync(room, $"@{NameOf(first)}");
        Assert.Equal((1, 0), await CountsAsync());

        await owner.EditAsync(room, message.Id, $"@{NameOf(second)}, not @{NameOf(owner)}");
        Assert.Equal((0, 1), await CountsAsync());
        await owner.EditAsync(room, message.Id, $"@{NameOf(second)} and @{NameOf(first)}");
        Assert.Equal((1, 1), await CountsAsync());
        await owner.DeleteAsync(room, message.Id);
        Assert.Equal((0, 0), await CountsAsync());

        async Task<(long First, long Second)> CountsAsync() => (await MentionsAsync(first, room), await MentionsAsync(second, room));
    }

    [Fact]
    public async Task An_edit_keeps_whom_the_words_meant_when_they_were_said()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var ada = await _server.NamedAsync("Ada");
        using var leaver = await _server.NamedAsync("Leaver");
        using var present = await ChatApi.RegisterAsync(_server);
        using var late = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await Task.WhenAll(new[] { ada, leaver, present, late }.Select(person => person.JoinAsync(room)));
        await using var stream = present.Stream(room);
        await owner.UntilConnectedAsync(room, 1);
        var message = await owner.PostAsync(room, "@Ada and @Leaver, @here: lok");
        await ada.RenameAsync(_server, "Grace");
        await leaver.LeaveAsync(room);
        await using var later = late.Stream(room);
        await owner.UntilConnectedAsync(room, 2);

        var edited = await owner.EditAsync(room, message.Id, "@Ada and @Leaver, @here: look");

        Assert.Equal(message.Html.Replace("lok", "look", StringComparison.Ordinal), edited.Html);
        Assert.Equal((1, 1, 0), await CountsAsync());
        await owner.EditAsync(room, message.Id, "@Grace and @Leaver: look"); // her name by now
        Assert.Equal((1, 0, 0), await CountsAsync());
        await owner.EditAsync(room, message.Id, "@Ada, @here: look"); // nobody's name by now; who is here is called anew
        Assert.Equal((0, 1, 1), await CountsAsync());

        async Task<(long Ada, long Present, long Late)> CountsAsync() =>
            (await MentionsAsync(ada, room), await MentionsAsync(present, room), await MentionsAsync(late, room));
    }

    [Fact]
    public async Task Who_comes_after_an_empty_room_was_called_is_not_called_by_an_edit()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var late = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await late.JoinAsync(room);
        var message = await owner.PostAsync(room, "@here?");
        await using var stream = late.Stream(room);
        await owner.UntilConnectedAsync(room, 1);

        await owner.EditAsync(room, message.Id, "@here!");

        Assert.Equal(0, await MentionsAsync(late, room));
    }

    [Fact]
    public async Task Who_called_everybody_may_edit_it_when_they_could_not_call_them_now()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var member = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await member.JoinAsync(room);
        var message = await owner.PostAsync(room, "@room lok");
        await ExecuteAsync("UPDATE RoomMembers SET Role = 0 WHERE RoomId = $id", room);

        await owner.EditAsync(room, message.Id, "@room look");

        Assert.Equal(1, await MentionsAsync(member, room));
        await owner.EditAsync(room, message.Id, "look");
        Assert.Equal(0, await MentionsAsync(member, room));
        Assert.Equal("may-not-call-room", await owner.TryEditAsync(room, message.Id, "@room again").ProblemAsync(HttpStatusCode.Forbidden));
    }

    private static async Task<long> MentionsAsync(ChatApi person, long room) =>
        (await person.RoomsAsync()).SingleOrDefault(r => r.Id == room)?.MentionCount ?? 0;

    private static string NameOf(ChatApi person) => person.Email.Split('@')[0];

    private async Task ExecuteAsync(string sql, long id)
    {
        await using var connection = new SqliteConnection($"Data Source={_server.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", id);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
