using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Accounts;

/// <summary>
/// Whether sessions hold. The first question is asked by every request of somebody signed in, so its query is
/// compiled; it belongs to this instance because a compiled query serves one engine's model only.
/// </summary>
public sealed class SessionQueries
{
    /// <summary>Below every engine's limit on parameters.</summary>
    private const int SessionsPerQuery = 500;

    private readonly Func<ChatDbContext, Guid, Guid, CancellationToken, Task<bool>> _holds =
        EF.CompileAsyncQuery((ChatDbContext db, Guid userId, Guid sessionId, CancellationToken _) =>
            db.SignInSessions
                .Where(s => s.Id == sessionId && s.UserId == userId)
                .Any(s => db.Users.Any(u => u.Id == s.UserId && u.SecurityStamp == s.Stamp)));

    /// <summary>Whether this is a session of this user, and has not ended.</summary>
    public Task<bool> HoldsAsync(ChatDbContext db, Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        sessionId == Guid.Empty ? Task.FromResult(false) : _holds(db, userId, sessionId, cancellationToken);

    /// <summary>Those of these sessions that have not ended.</summary>
    public static async Task<IReadOnlySet<Guid>> HoldingAsync(ChatDbContext db, IEnumerable<Guid> sessionIds, CancellationToken cancellationToken)
    {
        var holding = new HashSet<Guid>();
        foreach (var some in sessionIds.Chunk(SessionsPerQuery))
        {
            holding.UnionWith(await db.SignInSessions
                .Where(s => some.Contains(s.Id) && db.Users.Any(u => u.Id == s.UserId && u.SecurityStamp == s.Stamp))
                .Select(s => s.Id)
                .ToListAsync(cancellationToken));
        }

        return holding;
    }
}
