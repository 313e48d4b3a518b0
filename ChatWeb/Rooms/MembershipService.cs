using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Rooms;

/// <summary>Joining and leaving. Both are harmless when repeated, and each real change is an event of the room.</summary>
public sealed class MembershipService(ChatDbContext db, IChatWriter writer, RoomLog log, RoomPublisher publisher, MemberEvents events)
{
    /// <summary>The most that <see cref="MembersAsync"/> lists.</summary>
    public const int MaxListed = 200;

    /// <summary>The members, owners first, then by name; the first <see cref="MaxListed"/> of them.</summary>
    public async Task<IReadOnlyList<MemberView>> MembersAsync(long roomId, CancellationToken cancellationToken) =>
        await db.RoomMembers
            .Where(m => m.RoomId == roomId)
            .Join(db.Names(), m => m.UserId, u => u.Id, (m, u) => new { u.Id, u.Name, m.Role, m.LastReadNumber })
            .OrderByDescending(m => m.Role)
            .ThenBy(m => m.Name)
            .Take(MaxListed)
            .Select(m => new MemberView(m.Id, m.Name, m.Role, m.LastReadNumber))
            .ToListAsync(cancellationToken);

    /// <summary>A member's name; null for somebody who is none.</summary>
    public Task<string?> NameAsync(long roomId, Guid userId, CancellationToken cancellationToken) =>
        db.RoomMembers
            .Where(m => m.RoomId == roomId && m.UserId == userId)
            .Join(db.Names(), m => m.UserId, u => u.Id, (m, u) => u.Name)
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Joins a public room; false when there is none such for the user.</summary>
    public async Task<bool> JoinAsync(long roomId, Guid userId, CancellationToken cancellationToken)
    {
        if (!await db.Rooms.Where(r => r.Id == roomId).VisibleTo(userId, db).AnyAsync(cancellationToken))
        {
            return false;
        }

        await AddAsync(roomId, userId, cancellationToken);
        return true;
    }

    /// <summary>Joins the room of an invitation, public or private; null when the invitation is not (or no longer) good.</summary>
    public async Task<long?> JoinByInvitationAsync(string token, Guid userId, CancellationToken cancellationToken)
    {
        var roomId = await db.Rooms.Where(r => r.InvitationToken == token).Select(r => (long?)r.Id).SingleOrDefaultAsync(cancellationToken);
        if (roomId is { } id)
        {
            await AddAsync(id, userId, cancellationToken);
        }

        return roomId;
    }

    /// <summary>Leaves the room; false when there is none such for the user.</summary>
    public async Task<bool> LeaveAsync(long roomId, Guid userId, CancellationToken cancellationToken)
    {
        if (!await db.Rooms.Where(r => r.Id == roomId).VisibleTo(userId, db).AnyAsync(cancellationToken))
        {
            return false;
        }

        await EndAsync(roomId, userId, renewInvitation: false, cancellationToken);
        return true;
    }

    /// <summary>
    /// Takes a member out; does nothing when they are none. Whether the caller may is asked by <see cref="RoomKeeping"/>.
    /// </summary>
    internal Task RemoveAsync(long roomId, Guid userId, CancellationToken cancellationToken) =>
        EndAsync(roomId, userId, renewInvitation: true, cancellationToken);

    /// <summary>The secret of the room's invitation link; for members alone.</summary>
    public Task<string?> InvitationTokenAsync(long roomId, Guid userId, CancellationToken cancellationToken) =>
        db.Rooms
            .Where(r => r.Id == roomId && db.RoomMembers.Any(m => m.RoomId == roomId && m.UserId == userId))
            .Select(r => r.InvitationToken)
            .SingleOrDefaultAsync(cancellationToken);

    private async Task AddAsync(long roomId, Guid userId, CancellationToken cancellationToken)
    {
        try
        {
            var joined = await writer.RunAsync(
                async (tx, ct) => await tx.RoomMembers.AnyAsync(m => m.RoomId == roomId && m.UserId == userId, ct)
                    ? null
                    : await ChangeAsync(tx, roomId, userId, RoomEventKind.MemberJoined, ct),
                cancellationToken);
            await PublishAsync(joined);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // Joined twice at once, where writers run side by side: the other attempt made the member.
        }
    }

    /// <param name="renewInvitation">The link of a private room that they know must not lead them back.</param>
    private async Task EndAsync(long roomId, Guid userId, bool renewInvitation, CancellationToken cancellationToken)
    {
        try
        {
            var left = await writer.RunAsync(
                async (tx, ct) =>
                {
                    if (!await tx.RoomMembers.AnyAsync(m => m.RoomId == roomId && m.UserId == userId, ct))
                    {
                        return null;
                    }

                    if (renewInvitation)
                    {
                        var token = InvitationTokens.Create();
                        await tx.Rooms
                            .Where(r => r.Id == roomId && r.Kind == RoomKind.Private)
                            .ExecuteUpdateAsync(set => set.SetProperty(r => r.InvitationToken, token), ct);
                    }

                    return await ChangeAsync(tx, roomId, userId, RoomEventKind.MemberLeft, ct);
                },
                cancellationToken);
            await PublishAsync(left);
        }
        catch (NoMemberException)
        {
            // Left twice at once, where writers run side by side: the other attempt removed the member.
        }
    }

    private Task<RoomEvent> ChangeAsync(ChatDbContext tx, long roomId, Guid userId, RoomEventKind kind, CancellationToken cancellationToken) =>
        log.AppendAsync(
            tx,
            roomId,
            kind,
            userId,
            // The room's row is locked by now, as it is when a message is stored: neither waits for the other the other way round.
            async (place, now) =>
            {
                if (kind == RoomEventKind.MemberJoined)
                {
                    // What was said before is not unread.
                    tx.RoomMembers.Add(new RoomMember
                    {
                        RoomId = roomId,
                        UserId = userId,
                        JoinedAt = now,
                        JoinedSeq = place.Seq,
                        LastReadNumber = place.LastNumber,
                    });
                }
                else if (await tx.RoomMembers.Where(m => m.RoomId == roomId && m.UserId == userId).ExecuteDeleteAsync(cancellationToken) == 0)
                {
                    throw new NoMemberException();
                }

                return 0L;
            },
            cancellationToken);

    private async Task PublishAsync(RoomEvent? change)
    {
        if (change is not null)
        {
            var told = await events.ReadAsync(db, change.RoomId, [change], CancellationToken.None);
            publisher.Publish(change.RoomId, told[change.Seq]);
            publisher.Publish(new MembershipSignal(change.RoomId, change.UserId!.Value, change.Kind == RoomEventKind.MemberJoined));
        }
    }

    /// <summary>Undoes a leaving that has nobody to remove.</summary>
    private sealed class NoMemberException : Exception;
}
