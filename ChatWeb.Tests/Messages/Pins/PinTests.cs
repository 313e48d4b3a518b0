using System.Net;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Pins;

public sealed class PinTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task The_owner_pins_and_unpins_and_everybody_hears_and_sees_it()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var reader = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        var (first, second) = (await owner.PostAsync(room, "First"), await owner.PostAsync(room, "Second"));
        await using var stream = reader.Stream(room);
        await stream.NextAsync("connection_ack");

        await owner.PinAsync(second);
        await owner.PinAsync(first);
        await owner.PinAsync(first, HttpStatusCode.NoContent);

        var heard = await stream.DurableAsync(2);
        Assert.All(heard, e => Assert.Equal("message_updated", e.Name));
        Assert.Equal([(3L, second.Id), (4L, first.Id)], heard.Select(e => (e.Id!.Value, e.Json.GetProperty("message").GetProperty("id").GetInt64())));
        Assert.Equal(JsonValueKind.String, heard[1].Json.GetProperty("message").GetProperty("pinned_at").ValueKind);
        Assert.Equal([first.Id, second.Id], await PinnedAsync(reader, room));

        await owner.PinAsync(second, isPinned: false);
        await owner.PinAsync(second, HttpStatusCode.NoContent, isPinned: false);
        Assert.Equal(JsonValueKind.Null, (await stream.DurableAsync(1))[0].Json.GetProperty("message").GetProperty("pinned_at").ValueKind);
        Assert.Equal([first.Id], await PinnedAsync(reader, room));

        await using var resumed = reader.Stream(room, lastEventId: "2");
        Assert.Equal([3L, 4, 5], (await resumed.DurableAsync(3)).Select(e => e.Id!.Value));
    }

    [Fact]
    public async Task Members_do_not_pin_moderators_do_and_a_room_holds_fifty()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var member = await ChatApi.RegisterAsync(_server);
        using var admin = await ChatApi.AdminAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await member.JoinAsync(room);
        var message = await member.PostAsync(room, "Mine");
        var elsewhere = await owner.PostAsync((await owner.CreateRoomAsync()).Id, "There");

        await member.PinAsync(message, HttpStatusCode.Forbidden);
        await owner.PinAsync(elsewhere with { RoomId = room }, HttpStatusCode.NotFound);
        await admin.PinAsync(message);
        for (var i = 1; i < 50; i++)
        {
            await owner.PinAsync(await owner.PostAsync(room, $"{i}"));
        }

        await owner.PinAsync(await owner.PostAsync(room, "One too many"), HttpStatusCode.Conflict);
        Assert.Equal(50, (await PinnedAsync(member, room)).Count);
        Assert.Equal(1 + 51 + 50, (await owner.RoomAsync(room)).Head); // who joined, messages, pins
    }

    [Fact]
    public async Task Without_scripts_a_page_lists_them_with_ways_to_the_messages()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        using var browser = await BrowserSession.RegisterAsync(_server, email);
        using var owner = await ChatApi.SignInAsync(_server, email, BrowserSession.Password);
        var room = (await owner.CreateRoomAsync("Garden")).Id;
        var message = await owner.PostAsync(room, "**Water** the <roses>");
        await owner.PinAsync(message);

        var page = await browser.OpenAsync($"/rooms/{room}");
        var list = await browser.OpenAsync(page.QuerySelector(".pins-toggle")!.GetAttribute("href")!);

        Assert.NotNull(page.QuerySelector($"#message-{message.Id} .pin-mark"));
        Assert.Equal($"/rooms/{room}?around={message.Id}", list.QuerySelector(".pins a")!.GetAttribute("href"));
        Assert.Equal("Water the <roses>", list.QuerySelector(".pins .excerpt")!.TextContent);
    }

    private static async Task<IReadOnlyList<long>> PinnedAsync(ChatApi person, long room) =>
        [.. (await person.GetAsync<JsonElement>($"/api/chat/rooms/{room}/pins")).GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("id").GetInt64())];
}
