using System.Net;
using System.Text.Json;
using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Reactions;

public sealed class ReactionTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Everybody_hears_how_a_messages_reactions_stand_and_repeating_one_is_no_event()
    {
        using var ada = await ChatApi.RegisterAsync(_server, "ada");
        using var bob = await ChatApi.RegisterAsync(_server, "bob");
        var room = (await ada.CreateRoomAsync()).Id;
        await bob.JoinAsync(room);
        var message = await ada.PostAsync(room, "Done");
        await using var stream = ada.Stream(room);
        var head = (await stream.NextAsync("connection_ack")).Json.GetProperty("head").GetInt64();

        await bob.ReactAsync(message, "🎉");
        await bob.ReactAsync(message, "🎉", HttpStatusCode.NoContent);
        await bob.ReactAsync(message, "❤"); // as some keyboards send it
        await bob.ReactAsync(message, "❤️", HttpStatusCode.NoContent);
        await ada.ReactAsync(message, "🎉");
        await bob.ReactAsync(message, "🎉", isThere: false);
        await bob.ReactAsync(message, "🎉", HttpStatusCode.NoContent, isThere: false);

        var heard = await stream.DurableAsync(4);
        Assert.Equal([head + 1, head + 2, head + 3, head + 4], heard.Select(e => e.Id!.Value));
        Assert.All(heard, e => Assert.Equal(("reaction_updated", message.Id), (e.Name, e.Json.GetProperty("message_id").GetInt64())));
        Assert.Equal(["🎉 1", "🎉 1 ❤️ 1", "🎉 2 ❤️ 1", "❤️ 1 🎉 1"], heard.Select(e => Said(e.Json.GetProperty("reactions"))));
        Assert.StartsWith("ada", heard[3].Json.GetProperty("reactions")[1].GetProperty("users")[0].GetProperty("user_name").GetString(), StringComparison.Ordinal);
        Assert.Equal("❤️ 1 🎉 1", Said((await bob.PageAsync(room)).Messages[0].Reactions));
    }

    [Fact]
    public async Task Who_resumes_hears_of_each_change_once_as_it_stands_now()
    {
        using var ada = await ChatApi.RegisterAsync(_server);
        var room = (await ada.CreateRoomAsync()).Id;
        var message = await ada.PostAsync(room, "Done");
        await ada.ReactAsync(message, "🎉");
        await ada.ReactAsync(message, "👀");

        await using var stream = ada.Stream(room, lastEventId: "0");
        var heard = await stream.DurableAsync(3);
        var polled = await ada.GetAsync<JsonElement>($"/chat/poll/{room}?after=1");

        Assert.Equal(["new_message", "reaction_updated", "reaction_updated"], heard.Select(e => e.Name));
        Assert.Equal([1L, 2, 3], heard.Select(e => e.Id!.Value));
        Assert.Equal("🎉 1 👀 1", Said(heard[2].Json.GetProperty("reactions")));
        Assert.Equal("🎉 1 👀 1", Said(polled.GetProperty("events")[1].GetProperty("reactions")));
    }

    [Fact]
    public async Task The_page_gets_them_as_html_that_is_the_same_for_everybody()
    {
        using var ada = await ChatApi.RegisterAsync(_server, "ada");
        var room = (await ada.CreateRoomAsync()).Id;
        var message = await ada.PostAsync(room, "Done");
        await using var stream = ada.Stream(room, "");
        await stream.Answer;

        await ada.ReactAsync(message, "🎉");

        var html = WebUtility.HtmlDecode((await stream.DurableAsync(1))[0].Data);
        Assert.Contains($"""<div class="reactions" data-message="{message.Id}">""", html, StringComparison.Ordinal);
        Assert.Contains($"data-users=\"{message.SenderUuid}\"", html, StringComparison.Ordinal);
        Assert.Contains("reacted with 🎉", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_be_is_refused_and_leaves_no_gap()
    {
        using var ada = await ChatApi.RegisterAsync(_server);
        using var reader = await ChatApi.RegisterAsync(_server);
        var room = (await ada.CreateRoomAsync()).Id;
        var other = (await ada.CreateRoomAsync(kind: "private")).Id;
        var (message, elsewhere) = (await ada.PostAsync(room, "Here"), await ada.PostAsync(other, "There"));

        await reader.ReactAsync(message, "👍", HttpStatusCode.Forbidden);
        await reader.ReactAsync(elsewhere, "👍", HttpStatusCode.NotFound);
        await ada.ReactAsync(elsewhere with { RoomId = room }, "👍", HttpStatusCode.NotFound);
        await ada.ReactAsync(message with { Id = 987_654 }, "👍", HttpStatusCode.NotFound);
        var gone = await ada.PostAsync(room, "Gone");
        await ada.DeleteAsync(room, gone.Id);
        await ada.ReactAsync(gone, "👍", HttpStatusCode.Conflict);
        foreach (var text in new[] { "a", "👍👍", "<b>", "%" })
        {
            await ada.ReactAsync(message, text, HttpStatusCode.BadRequest);
        }

        string[] emoji = ["😀", "😁", "😂", "🤣", "😃", "😄", "😅", "😆", "😉", "😊", "😋", "😎", "😍", "😘", "🥰", "😗", "😙", "😚", "🙂", "🤗"];
        foreach (var one in emoji)
        {
            await ada.ReactAsync(message, one);
        }

        await ada.ReactAsync(message, "🤩", HttpStatusCode.Conflict);
        await ada.ReactAsync(message, emoji[0], isThere: false);
        await ada.ReactAsync(message, "🤩");
        Assert.Equal(1 + 2 + 20 + 2, (await ada.RoomAsync(room)).Head);
        Assert.Equal(0, (await ada.RoomAsync(other)).Head - 1);
    }

    private static string Said(IEnumerable<JsonElement> reactions) =>
        string.Join(' ', reactions.Select(r => $"{r.GetProperty("emoji").GetString()} {r.GetProperty("count").GetInt32()}"));

    private static string Said(JsonElement reactions) => Said(reactions.EnumerateArray());
}
