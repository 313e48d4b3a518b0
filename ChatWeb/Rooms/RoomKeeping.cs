using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Rooms;

/// <summary>What somebody may do with a room besides talking in it.</summary>
/// <param name="KeepsOrder">Take members out of it, delete what others wrote and see what it was, pin messages, and change the topic.</param>
/// <param name="MayDelete">Delete it with all that was said.</param>
public readonly record struct RoomRights(bool KeepsOrder, bool MayDelete);

/// <summary>Keeping order in a room: its owner may, and of those who can see it the server's moderators and administrators.</summary>
public sealed class RoomKeeping(
    ChatDbContext db,
    IChatWriter writer,
    MembershipService membership,
    RoomPublisher publisher,
    TimeProvider time,
    IStringLocalizer<RoomProblems> texts)
{
    /// <summary>Their rights in a room that they can see.</summary>
    public async Task<RoomRights> RightsAsync(long roomId, Guid userId, UserRole role, CancellationToken cancellationToken)
    {
        var owns = await RoleAsync(roomId, userId, cancellationToken) == RoomRole.Owner;
        return new RoomRights(owns || role >= UserRole.Moderator, owns || role == UserRole.Administrator);
    }

    /// <summary>Takes a member out of the room; does nothing when they are none. Of a private room the invitation is renewed, so that the old one does not lead back.</summary>
    /// <exception cref="ProblemException">404: no such room for them. 403: they may not, or it is the owner, whom only an administrator removes.</exception>
    public async Task RemoveAsync(long roomId, Guid byId, UserRole role, Guid userId, CancellationToken cancellationToken)
    {
        if (!(await NeededAsync(roomId, byId, role, cancellationToken)).KeepsOrder
            || (role != UserRole.Administrator && byId != userId && await RoleAsync(roomId, userId, cancellationToken) == RoomRole.Owner))
        {
            throw Problems.OfStatus(StatusCodes.Status403Forbidden);
        }

        await membership.RemoveAsync(roomId, userId, cancellationToken);
    }

    /// <summary>Deletes the room with all that is in it: it is gone for everybody at once, and cleared away after.</summary>
    /// <exception cref="ProblemException">404: no such room for them. 403: they may not.</exception>
    public async Task DeleteAsync(long roomId, Guid byId, UserRole role, CancellationToken cancellationToken)
    {
        if (!(await NeededAsync(roomId, byId, role, cancellationToken)).MayDelete)
        {
            throw Problems.OfStatus(StatusCodes.Status403Forbidden);
        }

        var now = time.GetUtcNow();
        var deleted = await writer.RunAsync(
            (tx, ct) => tx.Rooms.Where(r => r.Id == roomId).ExecuteUpdateAsync(set => set.SetProperty(r => r.DeletedAt, now), ct),
            cancellationToken);
        if (deleted > 0)
        {
            publisher.Publish(new RoomClosedSignal(roomId));
        }
    }

    /// <summary>A topic as it is stored.</summary>
    /// <exception cref="ProblemException">400: too long, or with characters that can't be shown.</exception>
    public string TopicOf(string text) => RoomNames.Topic(text, texts);

    /// <summary>Changes what the room is about inside a running transaction. Whether the caller may is asked before, and the topic is valid already.</summary>
    internal static Task SetTopicAsync(ChatDbContext tx, long roomId, string topic, CancellationToken cancellationToken) =>
        tx.Rooms.Where(r => r.Id == roomId).ExecuteUpdateAsync(set => set.SetProperty(r => r.Topic, topic), cancellationToken);

    /// <summary>Their rights in a room.</summary>
    /// <exception cref="ProblemException">404: no such room for them.</exception>
    public async Task<RoomRights> NeededAsync(long roomId, Guid byId, UserRole role, CancellationToken cancellationToken) =>
        await db.Rooms.Where(r => r.Id == roomId).VisibleTo(byId, db).AnyAsync(cancellationToken)
            ? await RightsAsync(roomId, byId, role, cancellationToken)
            : throw Problems.NotFound();

    private Task<RoomRole?> RoleAsync(long roomId, Guid userId, CancellationToken cancellationToken) =>
        db.RoomMembers.Where(m => m.RoomId == roomId && m.UserId == userId).Select(m => (RoomRole?)m.Role).SingleOrDefaultAsync(cancellationToken);
}
