using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Rooms;

/// <summary>Rooms as people find, make and read them. A room that a user may not know of is not there for them.</summary>
public sealed class RoomService(
    ChatDbContext db,
    IChatWriter writer,
    RoomPublisher publisher,
    TimeProvider time,
    IStringLocalizer<RoomProblems> texts)
{
    /// <summary>The rooms that the user can see: their unread ones first, then their own, then the rest, by name.</summary>
    public async Task<IReadOnlyList<RoomView>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        var rooms = await db.Rooms.VisibleTo(userId, db).ViewFor(userId, db).ToListAsync(cancellationToken);
        return
        [
            .. rooms
                .OrderByDescending(r => r.UnreadCount > 0)
                .ThenByDescending(r => r.Member)
                .ThenBy(r => r.Name, StringComparer.CurrentCulture)
                .ThenBy(r => r.Id),
        ];
    }

    /// <summary>The room as the user sees it, or null when it is not there for them.</summary>
    public Task<RoomView?> FindAsync(long roomId, Guid userId, CancellationToken cancellationToken) =>
        db.Rooms.Where(r => r.Id == roomId).VisibleTo(userId, db).ViewFor(userId, db).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Makes a room whose first member and owner is the user.</summary>
    /// <exception cref="ProblemException">400: a name or topic that <see cref="RoomNames"/> refuses.</exception>
    public async Task<RoomView> CreateAsync(Guid userId, string? name, string? topic, RoomKind kind, CancellationToken cancellationToken)
    {
        var (validName, validTopic) = (RoomNames.Name(name, texts), RoomNames.Topic(topic, texts));

        // When the work runs again because a commit's answer was lost, the room is known by its invitation.
        var invitation = InvitationTokens.Create();
        var room = await writer.RunAsync(
            async (tx, ct) => await tx.Rooms.SingleOrDefaultAsync(r => r.InvitationToken == invitation, ct)
                ?? await AddRoomAsync(tx, userId, validName, validTopic, kind, invitation, ct),
            cancellationToken);
        publisher.Publish(new MembershipSignal(room.Id, userId, Joined: true));
        return (await FindAsync(room.Id, userId, cancellationToken))!;
    }

    /// <summary>Adds a room inside a running transaction; name and topic are valid already.</summary>
    public Task<Room> AddRoomAsync(ChatDbContext tx, Guid userId, string name, string topic, RoomKind kind, CancellationToken cancellationToken) =>
        AddRoomAsync(tx, userId, name, topic, kind, InvitationTokens.Create(), cancellationToken);

    /// <summary>Marks the room read up to a message's number; never moves back.</summary>
    /// <exception cref="ProblemException">404: not a member. 400: the room has no such number.</exception>
    public async Task MarkReadAsync(long roomId, Guid userId, long number, CancellationToken cancellationToken)
    {
        var room = await FindAsync(roomId, userId, cancellationToken) ?? throw Problems.NotFound();
        if (!room.Member)
        {
            throw Problems.OfStatus(StatusCodes.Status403Forbidden);
        }

        if (number < 0 || number > room.LastNumber)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-number", texts["ReadNumber"], "number");
        }

        if (number > room.LastReadNumber)
        {
            var moved = await writer.RunAsync(
                (tx, ct) => tx.RoomMembers
                    .Where(m => m.RoomId == roomId && m.UserId == userId && m.LastReadNumber < number)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.LastReadNumber, number), ct),
                cancellationToken);
            if (moved > 0)
            {
                publisher.Publish(new ReadSignal(roomId, userId, number));
            }
        }
    }

    /// <summary>The room that an invitation leads to, as the user (or nobody yet) sees it.</summary>
    public Task<RoomView?> FindByInvitationAsync(string token, Guid userId, CancellationToken cancellationToken) =>
        db.Rooms.Where(r => r.InvitationToken == token).ViewFor(userId, db).SingleOrDefaultAsync(cancellationToken);

    private async Task<Room> AddRoomAsync(
        ChatDbContext tx,
        Guid userId,
        string name,
        string topic,
        RoomKind kind,
        string invitation,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var room = new Room
        {
            Name = name,
            Topic = topic,
            Kind = kind,
            CreatedById = userId,
            CreatedAt = now,
            MemberCount = 1,
            InvitationToken = invitation,
        };
        tx.Rooms.Add(room);
        await tx.SaveChangesAsync(cancellationToken);
        tx.RoomMembers.Add(new RoomMember { RoomId = room.Id, UserId = userId, Role = RoomRole.Owner, JoinedAt = now });
        await tx.SaveChangesAsync(cancellationToken);
        return room;
    }
}
