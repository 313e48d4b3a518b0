using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Messages;
using ChatWeb.Messages.Changes;
using ChatWeb.Moderation;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>Something that is written, and what is to be found when it was written once and whole.</summary>
public sealed record RetriedWork(Func<Task> Do, Func<ChatDbContext, Task<object>> Look, object Expected)
{
    public static readonly IReadOnlyDictionary<string, Func<SideBySideProgram, Task<RetriedWork>>> All = new Dictionary<string, Func<SideBySideProgram, Task<RetriedWork>>>
    {
        ["post"] = async program =>
        {
            var person = await program.PersonAsync();
            var room = await program.RoomAsync(person);
            return new(
                () => program.WithAsync<PostingService>(posting => posting.PostAsync(room, person.Id, new NewMessage("Hello", null, null), CancellationToken.None)),
                async db => (await db.Messages.CountAsync(m => m.RoomId == room), await PlaceAsync(db, room), await db.RoomMembers.SumAsync(m => m.RoomId == room ? m.LastReadNumber : 0)),
                (1, (1L, 1L, 1, 1), 1L));
        },
        ["edit"] = async program =>
        {
            var (person, room, message) = await program.SaidAsync();
            return new(
                () => program.WithAsync<MessageChanges>(changes => changes.EditAsync(room, message, person.Id, "Hello yourself", CancellationToken.None)),
                async db => (await db.Messages.CountAsync(m => m.Id == message && m.Body == "Hello yourself" && m.EditedAt != null), await db.MessageVersions.CountAsync(v => v.MessageId == message && v.Body == "Hello"), await PlaceAsync(db, room)),
                (1, 1, (2L, 1L, 1, 2)));
        },
        ["delete a message"] = async program =>
        {
            var (person, room, message) = await program.SaidAsync();
            return new(
                () => program.WithAsync<MessageChanges>(changes => changes.DeleteAsync(room, message, person.Id, UserRole.Member, CancellationToken.None)),
                async db => (await db.Messages.CountAsync(m => m.Id == message && m.Body == "" && m.DeletedAt != null), await db.MessageVersions.CountAsync(v => v.MessageId == message), await PlaceAsync(db, room)),
                (1, 1, (2L, 1L, 1, 2)));
        },
        ["react"] = async program =>
        {
            var (person, room, message) = await program.SaidAsync();
            return new(
                () => program.ReactAsync(room, message, person.Id, isThere: true),
                async db => (await db.Reactions.CountAsync(r => r.MessageId == message), await PlaceAsync(db, room)),
                (1, (2L, 1L, 1, 2)));
        },
        ["take a reaction back"] = async program =>
        {
            var (person, room, message) = await program.SaidAsync();
            await program.ReactAsync(room, message, person.Id, isThere: true);
            return new(
                () => program.ReactAsync(room, message, person.Id, isThere: false),
                async db => (await db.Reactions.CountAsync(r => r.MessageId == message), await PlaceAsync(db, room)),
                (0, (3L, 1L, 1, 3)));
        },
        ["join"] = async program =>
        {
            var (room, person) = (await program.RoomAsync(await program.PersonAsync()), await program.PersonAsync());
            return new(
                () => program.WithAsync<MembershipService>(members => members.JoinAsync(room, person.Id, CancellationToken.None)),
                async db => (await MembersAsync(db, room), await PlaceAsync(db, room)),
                (2, (1L, 0L, 2, 1)));
        },
        ["leave"] = async program =>
        {
            var (room, person) = (await program.RoomAsync(await program.PersonAsync()), await program.PersonAsync());
            await program.WithAsync<MembershipService>(members => members.JoinAsync(room, person.Id, CancellationToken.None));
            return new(
                () => program.WithAsync<MembershipService>(members => members.LeaveAsync(room, person.Id, CancellationToken.None)),
                async db => (await MembersAsync(db, room), await PlaceAsync(db, room)),
                (1, (2L, 0L, 1, 2)));
        },
        ["remove"] = async program =>
        {
            var (owner, person) = (await program.PersonAsync(), await program.PersonAsync());
            var room = await program.RoomAsync(owner, RoomKind.Private);
            var invitation = (await program.WithAsync<MembershipService, string?>(members => members.InvitationTokenAsync(room, owner.Id, CancellationToken.None)))!;
            await program.WithAsync<MembershipService>(members => members.JoinByInvitationAsync(invitation, person.Id, CancellationToken.None));
            return new(
                () => program.WithAsync<RoomKeeping>(keeping => keeping.RemoveAsync(room, owner.Id, UserRole.Member, person.Id, CancellationToken.None)),
                async db => (await MembersAsync(db, room), await PlaceAsync(db, room), await db.Rooms.CountAsync(r => r.InvitationToken == invitation)),
                (1, (2L, 0L, 1, 2), 0));
        },
        ["make a room"] = async program =>
        {
            var person = await program.PersonAsync();
            return new(
                () => program.RoomAsync(person),
                async db => (await db.Rooms.CountAsync(r => r.CreatedById == person.Id), await db.RoomMembers.CountAsync(m => m.UserId == person.Id)),
                (1, 1));
        },
        ["delete a room"] = async program =>
        {
            var person = await program.PersonAsync();
            var room = await program.RoomAsync(person);
            return new(
                () => program.WithAsync<RoomKeeping>(keeping => keeping.DeleteAsync(room, person.Id, UserRole.Member, CancellationToken.None)),
                async db => await db.Rooms.CountAsync(r => r.Id == room),
                0);
        },
        ["sign in"] = async program =>
        {
            var person = await program.PersonAsync();
            return new(
                () => program.WithAsync<SessionService>(sessions => sessions.BeginAsync(person, CancellationToken.None)),
                async db => await db.SignInSessions.CountAsync(s => s.UserId == person.Id),
                1);
        },
        ["sign out"] = async program =>
        {
            var person = await program.PersonAsync();
            var session = await program.WithAsync<SessionService, Guid>(sessions => sessions.BeginAsync(person, CancellationToken.None));
            return new(
                () => program.WithAsync<SessionService>(sessions => sessions.EndAsync(person.Id, session, CancellationToken.None)),
                async db => (await db.SignInSessions.CountAsync(s => s.UserId == person.Id), await db.Revocations.CountAsync(r => r.UserId == person.Id)),
                (0, 1));
        },
        ["ban"] = async program =>
        {
            var (by, person) = (await program.PersonAsync(UserRole.Administrator), await program.PersonAsync());
            return new(
                () => program.WithAsync<BanService>(bans => bans.BanAsync(by.Id, person.Id, "Noise", CancellationToken.None)),
                async db => (await db.Sanctions.CountAsync(s => s.UserId == person.Id), await db.Users.CountAsync(u => u.Id == person.Id && u.BannedAt != null), await db.Revocations.CountAsync(r => r.UserId == person.Id)),
                (1, 1, 1));
        },
        ["make an account"] = async program =>
        {
            var email = $"{Guid.NewGuid():N}@example.org";
            return new(
                () => program.WithAsync<ChatUserManager>(async users => Assert.True((await users.CreateAsync(new ChatUser { UserName = email, Email = email }, "Battery-staple-1")).Succeeded)),
                async db => await db.Users.CountAsync(u => u.Email == email),
                1);
        },
    };

    private static Task<int> MembersAsync(ChatDbContext db, long room) => db.RoomMembers.CountAsync(m => m.RoomId == room);

    /// <summary>The room's head, its newest message's number, its members as it counts them, and the lines in its log.</summary>
    private static async Task<(long Head, long Number, int Members, int Lines)> PlaceAsync(ChatDbContext db, long room)
    {
        var place = await db.Rooms.Where(r => r.Id == room).Select(r => new { r.LastSeq, r.LastNumber, r.MemberCount }).SingleAsync();
        return (place.LastSeq, place.LastNumber, place.MemberCount, await db.RoomEvents.CountAsync(e => e.RoomId == room));
    }
}
