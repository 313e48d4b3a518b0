using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

public sealed class LeavingWhileOpeningTests
{
    [Fact]
    public async Task Whoever_leaves_a_private_room_while_their_stream_opens_hears_nothing_said_after()
    {
        var leave = () => Task.CompletedTask;
        using var program = new ProgramInside(services => services.Decorate<IMessageSequences>(inner => new BetweenCheckAndReplay(inner, () => leave())));
        using var owner = await ChatApi.AdminAsync(program.Address);
        using var leaver = await ChatApi.RegisterAsync(program.Address);
        var room = await owner.CreateRoomAsync(kind: "private");
        await program.InviteAsync(owner, leaver, room.Id);
        var first = await owner.PostAsync(room.Id, "everybody is here");
        await using var other = owner.Stream(room.Id);
        await other.NextAsync("connection_ack");
        leave = async () =>
        {
            using var left = await leaver.Http.PostAsync($"/api/chat/rooms/{room.Id}/leave", null);
            await ChatApi.ExpectAsync(left, System.Net.HttpStatusCode.NoContent);
            await other.NextAsync("member_left"); // everybody who listens has been told
        };

        await using var stream = leaver.Stream(room.Id, $"?format=json&last_message_id={first.Id}");
        var bye = await stream.NextAsync("bye");
        await owner.PostAsync(room.Id, "now that they are gone");

        Assert.Equal("removed", bye.Json.GetProperty("reason").GetString());
        Assert.Empty(await stream.RestAsync());
    }

    /// <summary>Lets something happen after the room was found open to the user and before the stream is live.</summary>
    private sealed class BetweenCheckAndReplay(IMessageSequences sequences, Func<Task> happen) : IMessageSequences
    {
        public async Task<long?> SeqOfAsync(ChatDbContext db, long roomId, long messageId, CancellationToken cancellationToken)
        {
            await happen();
            return await sequences.SeqOfAsync(db, roomId, messageId, cancellationToken);
        }
    }
}
