using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Messages.Attachments;
using ChatWeb.Moderation;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using ChatWeb.Streaming.Feeds;
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
        await TalkWalk.EverywhereAsync(scope.ServiceProvider, owner, guest, open);
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
        await own.MentionCountsAsync(open, [host.Id], None);
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
