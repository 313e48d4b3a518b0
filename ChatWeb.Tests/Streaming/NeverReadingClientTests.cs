using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

/// <summary>A client that asks for a stream and reads nothing of it: it is cut off, and nobody else waits for it.</summary>
public sealed class NeverReadingClientTests
{
    /// <summary>About 100 KB as an event, so that a hundred of them fill every buffer of the system.</summary>
    private static readonly string Long = string.Concat(Enumerable.Repeat("😀", 4_000));

    private const int Enough = 150;

    [Fact]
    public async Task One_that_was_live_is_cut_off_while_others_hear_everything()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000"), ("Chat__Stream__FlushSeconds", "0.5"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync();
        using var stuck = await StuckClient.OpenAsync(server, person, $"/chat/sse/{room.Id}?format=json");
        await using var reader = person.Stream(room.Id);
        await reader.NextAsync("connection_ack");

        var heard = reader.DurableAsync(Enough);
        for (var i = 0; i < Enough; i++)
        {
            await person.PostAsync(room.Id, Long);
        }

        Assert.Equal(Enumerable.Range(1, Enough).Select(i => (long)i), (await heard).Select(e => e.Id!.Value));
        await stuck.IsCutOffAsync();
    }

    [Fact]
    public async Task One_that_resumes_far_back_is_cut_off_too()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000"), ("Chat__Stream__FlushSeconds", "0.5"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = await FillAsync(person);

        using var stuck = await StuckClient.OpenAsync(server, person, $"/chat/sse/{room}?format=json&last_event_id=0");

        await stuck.IsCutOffAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task None_of_them_holds_up_stopping(bool live)
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = live ? (await person.CreateRoomAsync()).Id : await FillAsync(person);
        using var stuck = await StuckClient.OpenAsync(server, person, $"/chat/sse/{room}?format=json" + (live ? "" : "&last_event_id=0"));
        for (var i = 0; live && i < Enough; i++)
        {
            await person.PostAsync(room, Long);
        }

        var took = await server.StopAsync();

        Assert.True(took < TimeSpan.FromSeconds(5), $"Stopping took {took}.");
    }

    private static async Task<long> FillAsync(ChatApi person)
    {
        var room = await person.CreateRoomAsync();
        for (var i = 0; i < Enough; i++)
        {
            await person.PostAsync(room.Id, Long);
        }

        return room.Id;
    }
}
