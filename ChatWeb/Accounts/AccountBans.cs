using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Accounts;

/// <summary>An account as a decision on it needs to know it.</summary>
/// <param name="Name">What others see.</param>
public sealed record Account(Guid Id, string Name, string Email, UserRole Role, DateTimeOffset? BannedAt);

/// <summary>Shuts accounts out and lets them in again, inside the transaction of whoever decides so.</summary>
public sealed class AccountBans(SessionService sessions, TimeProvider time)
{
    public static Task<Account?> FindAsync(ChatDbContext db, Guid userId, CancellationToken cancellationToken) =>
        db.Users.Where(u => u.Id == userId).Select(u => new Account(u.Id, u.DisplayName, u.Email!, u.Role, u.BannedAt)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Keeps two accounts as they are until the transaction ends, so that decisions on the same accounts come one after
    /// the other; always in the same order, so that no two wait for each other.
    /// </summary>
    public static async Task HoldAsync(ChatDbContext tx, Guid one, Guid other, CancellationToken cancellationToken)
    {
        foreach (var id in new[] { one, other }.Order())
        {
            await tx.Users.Where(u => u.Id == id).ExecuteUpdateAsync(set => set.SetProperty(u => u.BannedAt, u => u.BannedAt), cancellationToken);
        }
    }

    /// <summary>The accounts with this in their name or e-mail, by name; one page of them.</summary>
    /// <param name="db">The database.</param>
    /// <param name="search">What to look for; empty for everybody.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public static async Task<IReadOnlyList<Account>> ListAsync(ChatDbContext db, string search, int skip, int take, CancellationToken cancellationToken) =>
        await db.Users
            .Where(u => search == "" || u.DisplayName.Contains(search) || u.Email!.Contains(search))
            .OrderBy(u => u.DisplayName)
            .ThenBy(u => u.Id)
            .Skip(skip)
            .Take(take)
            .Select(u => new Account(u.Id, u.DisplayName, u.Email!, u.Role, u.BannedAt))
            .ToListAsync(cancellationToken);

    /// <summary>Ends all sessions of the account and lets none begin; <see cref="Announce"/> follows the commit.</summary>
    public async Task ShutOutAsync(ChatDbContext tx, Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await tx.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.BannedAt, now), cancellationToken);
        await sessions.EndAllAsync(tx, userId, cancellationToken);
    }

    /// <summary>Lets the account sign in again.</summary>
    public static Task<int> LetInAsync(ChatDbContext tx, Guid userId, CancellationToken cancellationToken) =>
        tx.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.BannedAt, (DateTimeOffset?)null), cancellationToken);

    /// <summary>Tells all processes at once, so that open streams end.</summary>
    public void Announce(Guid userId) => sessions.Announce(userId, sessionId: null);
}
