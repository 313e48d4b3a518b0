using ChatWeb.Accounts;
using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Rooms;

/// <summary>Whom somebody may mean who names people of a room, asked inside the transaction of a message.</summary>
internal static class MemberNames
{
    /// <summary>Below every engine's limit on parameters.</summary>
    private const int KeysPerQuery = 500;

    /// <summary>The members with one of these names, as <see cref="NameKeys"/> writes them.</summary>
    public static async Task<List<UserName>> NamedAsync(ChatDbContext tx, long roomId, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var named = new List<UserName>();
        foreach (var some in keys.Chunk(KeysPerQuery))
        {
            named.AddRange(await tx.Names()
                .Where(u => some.Contains(u.Key))
                .Join(tx.RoomMembers.Where(m => m.RoomId == roomId), u => u.Id, m => m.UserId, (u, m) => u)
                .ToListAsync(cancellationToken));
        }

        return named;
    }

    /// <summary>Those of these users who are members; at most so many, and no more are looked for.</summary>
    public static async Task<IReadOnlyList<Guid>> AmongAsync(
        ChatDbContext tx,
        long roomId,
        IReadOnlyCollection<Guid> userIds,
        int most,
        CancellationToken cancellationToken)
    {
        var members = new List<Guid>();
        foreach (var some in userIds.Chunk(KeysPerQuery))
        {
            members.AddRange(await tx.RoomMembers
                .Where(m => m.RoomId == roomId && some.Contains(m.UserId))
                .Select(m => m.UserId)
                .ToListAsync(cancellationToken));
            if (members.Count >= most)
            {
                return members[..most];
            }
        }

        return members;
    }

    /// <summary>Whether the user may call everybody in the room: its owner, and the server's moderators and administrators.</summary>
    public static async Task<bool> MayCallAllAsync(ChatDbContext tx, long roomId, Guid userId, CancellationToken cancellationToken) =>
        await tx.RoomMembers.AnyAsync(m => m.RoomId == roomId && m.UserId == userId && m.Role == RoomRole.Owner, cancellationToken)
        || await tx.Moderators().AnyAsync(id => id == userId, cancellationToken);
}
