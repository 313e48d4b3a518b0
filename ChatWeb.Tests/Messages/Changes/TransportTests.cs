using System.Text.Json;
using ChatWeb.Tests.Streaming.Feeds;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Changes;

/// <summary>Edits and deletions arrive by every way there is, and what comes back later never hears what was there before.</summary>
public sealed class TransportTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private const string Secret = "the secret word";

    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Every_transport_tells_of_an_edit_and_of_a_deletion()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, "first");
        await using var json = person.Stream(room);
        await using var html = person.Stream(room, "");
        await using var events = person.Events($"?rooms={room}");
        await using var socket = await SocketClient.OpenAsync(_server, person, room);
        await socket.SendAsync(new { action = "join", room_id = room, after = 1 });
        await socket.NextAsync("joined");
        foreach (var stream in new[] { json, html, events })
        {
            await stream.NextAsync("connection_ack");
        }

        var polling = person.GetAsync<JsonElement>($"/chat/poll/{room}?after=1&wait=10");
        var edited = await person.EditAsync(room, posted.Id, "second");
        var poll = (await polling).GetProperty("events")[0];
        var deleted = await person.DeleteAsync(room, posted.Id);

        foreach (var stream in new[] { json, events })
        {
            Same("message_updated", 2, edited, (await stream.NextAsync("message_updated")).Json);
            Same("message_deleted", 3, deleted, (await stream.NextAsync("message_deleted")).Json);
        }

        Same("message_updated", 2, edited, await socket.NextAsync("message_updated"));
        Same("message_deleted", 3, deleted, await socket.NextAsync("message_deleted"));
        Same("message_updated", 2, edited, poll);
        var fragments = await html.DurableAsync(2);
        Assert.Equal([2L, 3], fragments.Select(e => e.Id!.Value));
        Assert.All(fragments, e => Assert.Contains($"id=\"message-{posted.Id}\"", e.Data, StringComparison.Ordinal));
        Assert.Contains("second", fragments[0].Data, StringComparison.Ordinal);
        Assert.DoesNotContain("second", fragments[1].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_resumes_right_after_hears_the_present_state_alone()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = (await person.CreateRoomAsync()).Id;
        var posted = await person.PostAsync(room, Secret);
        await person.PostAsync(room, "a reply that quotes it", replyTo: posted.Id);
        await person.EditAsync(room, posted.Id, $"{Secret}, again");
        await person.DeleteAsync(room, posted.Id);

        string[] names = ["new_message", "new_message", "message_updated", "message_deleted"];
        await using var json = person.Stream(room, lastEventId: "0");
        await using var html = person.Stream(room, "", lastEventId: "0");
        await using var events = person.Events($"?rooms={room}", $"{room}:0");
        var told = await json.DurableAsync(4);
        Assert.Equal(names, told.Select(e => e.Name));
        Assert.Equal([1L, 2, 3, 4], told.Select(e => e.Id!.Value));
        Assert.All(told, e => Assert.Equal(e.Id, e.Seq()));
        var all = told.Concat(await html.DurableAsync(4)).ToList();
        Assert.All(all, e => Assert.DoesNotContain(Secret, e.Data, StringComparison.Ordinal));
        Assert.All(all.Where(e => e.Id == 1), e => Assert.Contains($"{posted.Id}", e.Data, StringComparison.Ordinal));
        foreach (var query in new[] { "", "&format=html", "&wait=5" })
        {
            Assert.DoesNotContain(Secret, (await person.GetAsync<JsonElement>($"/chat/poll/{room}?after=0{query}")).GetRawText(), StringComparison.Ordinal);
        }
    }

    private static void Same(string type, long seq, WireMessage message, JsonElement told)
    {
        Assert.Equal((type, seq), (told.GetProperty("type").GetString(), told.GetProperty("seq").GetInt64()));
        Assert.Equivalent(message, told.GetProperty("message").Deserialize<WireMessage>(Wire.Json));
    }
}
