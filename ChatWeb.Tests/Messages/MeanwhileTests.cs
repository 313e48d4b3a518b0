using System.Net;
using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Tests.Messages.Attachments;
using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Tests.Messages;

/// <summary>What was looked at before the room's row was locked may not hold any more.</summary>
public sealed class MeanwhileTests(MeanwhileProgram program) : IClassFixture<MeanwhileProgram>
{
    [Theory]
    [InlineData("public", HttpStatusCode.Forbidden)]
    [InlineData("private", HttpStatusCode.NotFound)]
    public async Task Who_has_left_posts_nothing_and_reacts_to_nothing(string kind, HttpStatusCode expected)
    {
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync(kind: kind)).Id;
        var said = await person.PostAsync(room, "still here");

        using var posted = await program.WhileAsync(RoomEventKind.NewMessage, Leave, () => person.TryPostAsync(room, new { body = "from beyond" }));
        using var reacted = await program.WhileAsync(RoomEventKind.ReactionUpdated, Leave, () => TryReactAsync(person, said));

        Assert.Equal((expected, expected), (posted.StatusCode, reacted.StatusCode));
        var left = Assert.Single((await person.PageAsync(room)).Messages); // undone whole, the leaving too
        Assert.Equal(("still here", 0), (left.Body, left.Reactions.Count));
        await person.PostAsync(room, "and here");
        await person.ReactAsync(said, "👍");
        Assert.Equal(3, (await person.RoomAsync(room)).Head);

        Task Leave(ChatDbContext db) => db.RoomMembers.Where(m => m.RoomId == room).ExecuteDeleteAsync();
    }

    [Fact]
    public async Task Who_leaves_twice_at_once_leaves_once()
    {
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;

        using var left = await program.WhileAsync(
            RoomEventKind.MemberLeft,
            db => db.RoomMembers.Where(m => m.RoomId == room).ExecuteDeleteAsync(),
            () => person.Http.PostAsync($"/api/chat/rooms/{room}/leave", null));

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(0, (await person.RoomAsync(room)).Head);
    }

    [Fact]
    public async Task A_message_that_was_deleted_gets_no_reaction_and_is_not_forwarded_with_words_or_files()
    {
        using var person = await ChatApi.RegisterAsync(program.Address);
        var (room, other) = ((await person.CreateRoomAsync()).Id, (await person.CreateRoomAsync()).Id);
        var said = await person.PostAsync(room, "taken back");
        var file = await person.SendAsync(room, (await person.UploadAsync(room, [1])).Id);

        var reacted = await program.WhileAsync(RoomEventKind.ReactionUpdated, Delete, () => TryReactAsync(person, said).ProblemAsync(HttpStatusCode.Conflict));
        var words = await program.WhileAsync(RoomEventKind.NewMessage, Delete, () => person.TryForwardAsync(room, said.Id, other).ProblemAsync(HttpStatusCode.Conflict));
        var files = await program.WhileAsync(RoomEventKind.NewMessage, Delete, () => person.TryForwardAsync(room, file.Id, other).ProblemAsync(HttpStatusCode.Conflict));

        Assert.Equal(("message-deleted", "message-deleted", "message-deleted"), (reacted, words, files));
        Assert.Equal((2, 0), ((await person.RoomAsync(room)).Head, (await person.RoomAsync(other)).Head));

        async Task Delete(ChatDbContext db)
        {
            await db.Messages.Where(m => m.RoomId == room).ExecuteUpdateAsync(set => set.SetProperty(m => m.DeletedAt, DateTimeOffset.UtcNow).SetProperty(m => m.Body, ""));
            await db.Attachments.Where(a => a.RoomId == room).ExecuteDeleteAsync();
        }
    }

    [Fact]
    public async Task What_was_edited_is_not_forwarded_as_it_was()
    {
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        var said = await person.PostAsync(room, "a slip");

        var forwarded = await program.WhileAsync(
            RoomEventKind.NewMessage,
            db => db.Messages.Where(m => m.Id == said.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.EditedAt, DateTimeOffset.UtcNow).SetProperty(m => m.Body, "corrected")),
            () => person.TryForwardAsync(room, said.Id, room).ProblemAsync(HttpStatusCode.Conflict));

        Assert.Equal("message-changed", forwarded);
        Assert.Single((await person.PageAsync(room)).Messages);
    }

    private static Task<HttpResponseMessage> TryReactAsync(ChatApi person, WireMessage message) =>
        person.Http.PutAsync($"/api/chat/rooms/{message.RoomId}/messages/{message.Id}/reactions/%F0%9F%91%8D", null);
}
