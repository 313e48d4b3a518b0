using System.Net.Http.Json;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Messages;
using ChatWeb.Messages.Attachments;
using ChatWeb.Messages.Reactions;
using ChatWeb.Moderation;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using ChatWeb.Streaming.Feeds;
using ChatWeb.Tests.Messages.Attachments;
using ChatWeb.Tests.Messages.Changes;
using ChatWeb.Tests.Messages.Search;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>Does once all that people, programs and the clock do with the database.</summary>
internal static class Walk
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static async Task EverywhereAsync(ProgramInside program)
    {
        using var owner = await ChatApi.RegisterAsync(program.Address);
        using var guest = await ChatApi.RegisterAsync(program.Address);
        await using var scope = program.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var byEmail = await db.Users.ToDictionaryAsync(u => u.Email!, None);
        var (admin, host, other) = (byEmail[ChatServer.AdminEmail], byEmail[owner.Email], byEmail[guest.Email]);

        await SessionsAsync(scope.ServiceProvider, host);
        var (open, hidden) = ((await owner.CreateRoomAsync()).Id, (await owner.CreateRoomAsync(kind: "private")).Id);
        await TalkAsync(scope.ServiceProvider, owner, guest, open);
        await MembersAsync(scope.ServiceProvider, host, other, open, hidden);
        await StreamingAsync(program.Services, db, host, open, hidden);
        await ModerationAsync(scope.ServiceProvider, admin, other);
        await PurgeAsync(scope.ServiceProvider, host, open);
        await SweepAsync(scope.ServiceProvider);
    }

    private static async Task SessionsAsync(IServiceProvider services, ChatUser user)
    {
        var sessions = services.GetRequiredService<SessionService>();
        var ended = await sessions.BeginAsync(user, None);
        await sessions.ContinueAsync(user, ended, None);
        await services.GetRequiredService<ChatDbContext>().SignInSessions
            .Where(s => s.Id == ended)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.ExpiresAt, s => s.CreatedAt), None);
        await sessions.ContinueAsync(user, ended, None);
        await services.GetRequiredService<IStreamRights>().HoldingAsync([ended], None);
        await sessions.EndAsync(user.Id, ended, None);
        await services.GetRequiredService<SessionSweep>().ClearAsync(None);
    }

    private static async Task TalkAsync(IServiceProvider services, ChatApi owner, ChatApi guest, long room)
    {
        await guest.JoinAsync(room);
        var first = await owner.PostAsync(room, "Hello", Guid.NewGuid());
        await guest.PostAsync(room, "Hello yourself", replyTo: first.Id);
        using var again = await owner.TryPostAsync(room, new { body = "Hello", client_id = first.ClientId });
        await services.GetRequiredService<PostingService>().PostAsync(
            room,
            first.SenderUuid,
            new NewMessage("Heard elsewhere", Guid.NewGuid(), null) { ForwardedFrom = first.SenderUuid },
            None);
        await ReactAsync(services.GetRequiredService<ChatDbContext>(), first.Id, first.SenderUuid);
        await FilesAsync(services, owner, room);
        await guest.PageAsync(room);
        await guest.PageAsync(room, $"?after={first.Id}");
        await guest.PageAsync(room, $"?before={first.Id}");
        await guest.PageAsync(room, $"?around={first.Id}");
        await owner.FoundAsync("Hello from:person in:Room");
        await owner.FoundAsync("Hello from:nobody", "&sort=relevance");
        await owner.FoundAsync("Hello", "&sort=relevance");
        using var read = await owner.Http.PostAsJsonAsync($"/api/chat/rooms/{room}/read", new { number = 2 });
        await owner.RoomsAsync();
        await using (var here = owner.Stream(room))
        {
            await here.NextAsync("connection_ack");
            await owner.FindMembersAsync(room, "e");
        }

        await ChangesAsync(services, owner, room, first.Id);
        await services.GetRequiredService<MessageEvents>().SeqOfAsync(services.GetRequiredService<ChatDbContext>(), room, first.Id, None);
    }

    private static async Task ReactAsync(ChatDbContext db, long message, Guid user)
    {
        db.Reactions.Add(new Reaction { MessageId = message, Emoji = "👍", UserId = user });
        await db.SaveChangesAsync(None);
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

    private static async Task MembersAsync(IServiceProvider services, ChatUser host, ChatUser guest, long open, long hidden)
    {
        var members = services.GetRequiredService<MembershipService>();
        var invitation = (await members.InvitationTokenAsync(hidden, host.Id, None))!;
        await services.GetRequiredService<RoomService>().FindByInvitationAsync(invitation, guest.Id, None);
        await members.JoinByInvitationAsync(invitation, guest.Id, None);
        await members.MembersAsync(hidden, None);
        await members.NameAsync(hidden, host.Id, None);
        await services.GetRequiredService<RoomKeeping>().RemoveAsync(hidden, host.Id, UserRole.Member, guest.Id, None);
        await members.LeaveAsync(open, guest.Id, None);
    }

    private static async Task StreamingAsync(IServiceProvider services, ChatDbContext db, ChatUser host, long open, long hidden)
    {
        var rooms = services.GetRequiredService<IRoomSequences>();
        await rooms.HeadForAsync(db, open, host.Id, None);
        await rooms.AccessAsync(db, open, host.Id, None);
        await rooms.ReadersAsync(db, hidden, [host.Id, Guid.NewGuid()], None);
        await rooms.HeadsAsync([open, hidden], None);
        var own = services.GetRequiredService<IUserRooms>();
        await own.OfAsync([host.Id], None);
        await own.LastNumbersAsync([open, hidden], None);
        await own.ViewsAsync(host.Id, [open, hidden], None);
        await own.IdsAsync(db, host.Id, most: 10, None);
        await own.PlacesAsync(db, host.Id, [open, hidden], None);
        await services.GetRequiredService<RoomEventReader>().ReadAsync(open, after: 0, upTo: 1_000, None); // too many for the queue
    }

    private static async Task ModerationAsync(IServiceProvider services, ChatUser admin, ChatUser guest)
    {
        var bans = services.GetRequiredService<BanService>();
        await bans.BanAsync(admin.Id, guest.Id, "Noise", None);
        await bans.ListAsync("person", page: 1, None);
        await bans.LiftAsync(admin.Id, guest.Id, None);
    }

    private static async Task PurgeAsync(IServiceProvider services, ChatUser host, long room)
    {
        await services.GetRequiredService<RoomKeeping>().DeleteAsync(room, host.Id, UserRole.Member, None);
        var db = services.GetRequiredService<ChatDbContext>();
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (await db.Rooms.IgnoreQueryFilters().AnyAsync(r => r.Id == room, limit.Token))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task SweepAsync(IServiceProvider services)
    {
        var folder = Directory.CreateTempSubdirectory("chatweb-walk-");
        try
        {
            var store = new FolderAttachmentStore(folder.FullName);
            await store.SaveAsync(AttachmentKey.New(), new MemoryStream([1]), None);
            var later = new ShiftedClock { Ahead = 2 * AttachmentSweep.Youngest };
            await ActivatorUtilities.CreateInstance<AttachmentSweep>(services, store, later).SweepAsync(None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
