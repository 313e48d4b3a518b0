using System.Net.Http.Json;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Messages;
using ChatWeb.Messages.Attachments;
using ChatWeb.Messages.Changes;
using ChatWeb.Messages.Commands;
using ChatWeb.Messages.Drafts;
using ChatWeb.Messages.Reactions;
using ChatWeb.Streaming;
using ChatWeb.Tests.Messages.Attachments;
using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Messages.Search;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>All that is done with the messages of one room.</summary>
internal static class TalkWalk
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static async Task EverywhereAsync(IServiceProvider services, ChatApi owner, ChatApi guest, long room)
    {
        await guest.JoinAsync(room);
        var first = await owner.PostAsync(room, "Hello", Guid.NewGuid());
        await guest.PostAsync(room, "Hello yourself", replyTo: first.Id);
        using var again = await owner.TryPostAsync(room, new { body = "Hello", client_id = first.ClientId });
        await services.GetRequiredService<PostingService>().PostAsync(
            room,
            first.SenderUuid,
            new NewMessage("Heard elsewhere", Guid.NewGuid(), null) { Original = new Original(first.Id, null, first.SenderUuid, HasFiles: false) },
            None);
        await FilesAsync(services, owner, room);
        await WritingAsync(services, first.SenderUuid, room);
        await MarkAsync(services, owner, guest, room, first);
        await guest.PageAsync(room);
        await guest.PageAsync(room, $"?after={first.Id}");
        await guest.PageAsync(room, $"?before={first.Id}");
        await guest.PageAsync(room, $"?around={first.Id}");
        await owner.FoundAsync("Hello from:person in:Room");
        await owner.FoundAsync("Hello from:nobody", "&sort=relevance");
        await owner.FoundAsync("Hello", "&sort=relevance");
        using var read = await owner.Http.PostAsJsonAsync($"/api/chat/rooms/{room}/read", new { number = 2 });
        await owner.RoomsAsync();
        await ChangesAsync(services, owner, room, first.Id);
        await services.GetRequiredService<MessageEvents>().SeqOfAsync(services.GetRequiredService<ChatDbContext>(), room, first.Id, None);
    }

    /// <summary>Reactions, pins and mentions.</summary>
    private static async Task MarkAsync(IServiceProvider services, ChatApi owner, ChatApi guest, long room, WireMessage message)
    {
        await using var here = guest.Stream(room);
        await here.NextAsync("connection_ack");
        await owner.FindMembersAsync(room, "e");
        await owner.ReactAsync(message, "👎", System.Net.HttpStatusCode.OK, isThere: true);
        await owner.ReactAsync(message, "👎", System.Net.HttpStatusCode.OK, isThere: false);
        await owner.ReactAsync(message, "👍", System.Net.HttpStatusCode.OK, isThere: true);
        await owner.PinAsync(message, System.Net.HttpStatusCode.OK);
        await owner.GetAsync<System.Text.Json.JsonElement>($"/api/chat/rooms/{room}/pins");
        await OwnAsync(services, message);
        var naming = await owner.PostAsync(room, $"@room @here @{message.SenderName}");
        await owner.EditAsync(room, naming.Id, "Nobody");
        await owner.EditAsync(room, naming.Id, $"@{message.SenderName}");
        await owner.DeleteAsync(room, naming.Id);
    }

    /// <summary>Of a page where not all are named.</summary>
    private static Task OwnAsync(IServiceProvider services, WireMessage message)
    {
        var popular = new Message { Id = message.Id }.ToView("somebody") with { Reactions = [new ReactionView("👍", 2, [])] };
        return services.GetRequiredService<OwnReactions>().MarkAsync(new MessagePage([popular], false, false, 0), message.SenderUuid, None);
    }

    private static async Task FilesAsync(IServiceProvider services, ChatApi owner, long room)
    {
        var sent = await owner.UploadAsync(room, SamplePictures.Png(4, 4));
        using var preview = await owner.Http.PutAsync($"{Uploads.Path(room)}/{sent.Id}/preview", new ByteArrayContent(SamplePictures.JpegHeader(4, 4)));
        var message = await owner.SendAsync(room, sent.Id);
        await owner.Http.GetByteArrayAsync(sent.Url);
        var taken = await owner.UploadAsync(room, [1]);
        using var gone = await owner.Http.DeleteAsync($"{Uploads.Path(room)}/{taken.Id}");
        foreach (var rows in services.GetServices<IMessageRows>())
        {
            await rows.RemoveAsync(services.GetRequiredService<ChatDbContext>(), new Message { Id = message.Id }, None);
        }
    }

    private static async Task ChangesAsync(IServiceProvider services, ChatApi owner, long room, long message)
    {
        var db = services.GetRequiredService<ChatDbContext>();
        var edited = await owner.EditAsync(room, message, "Hello again");
        using var wordless = await owner.TryEditAsync(room, message, "");
        await owner.MessageAsync(room, message);
        db.Attachments.Add(new Attachment { Key = AttachmentKey.New(), RoomId = room, UploaderId = edited.SenderUuid, MessageId = message, Name = "a" });
        await db.SaveChangesAsync(None);
        using var forwarded = await owner.TryForwardAsync(room, message, room);
        await owner.DeleteAsync(room, message);
        await db.Attachments.Where(a => a.RoomId == room).ExecuteDeleteAsync(None);
        using var history = await owner.Http.GetAsync($"{ChangeCalls.Path(room, message)}/history");
        await RoomLog.HasAsync(db, new RoomEvent { RoomId = room, Seq = 1, EntityId = message }, None);
    }

    private static async Task WritingAsync(IServiceProvider services, Guid writer, long room)
    {
        var drafts = services.GetRequiredService<DraftService>();
        foreach (var body in new[] { "He", "Hello", "", "Hello" })
        {
            await drafts.SaveAsync(room, writer, body, TimeSpan.Zero, None);
        }

        await drafts.FindAsync(room, writer, None);
        await drafts.RoomsAsync(writer, None);
        var topic = new NewMessage("/topic Greetings", Guid.NewGuid(), null) { Alongside = (tx, ct) => drafts.EndAsync(tx, room, writer, ct) };
        await services.GetRequiredService<SlashCommands>().SendAsync(room, writer, UserRole.Member, topic, "", None);
    }
}
