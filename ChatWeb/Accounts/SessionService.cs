using ChatWeb.Data;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Accounts;

/// <summary>Begins and ends sessions. What ends is written down before it is told: no process misses it for longer than a second.</summary>
public sealed partial class SessionService(
    IDbContextFactory<ChatDbContext> contexts,
    IChatWriter writer,
    IRoomBus bus,
    TimeProvider time,
    ILogger<SessionService> logger)
{
    /// <summary>How long a cookie is good for, counted anew each time it is issued; tokens run out before.</summary>
    public static readonly TimeSpan CookieLife = TimeSpan.FromDays(30);

    /// <summary>A row's life is prolonged once a day at most, so it is given that day ahead.</summary>
    private static readonly TimeSpan RowLife = CookieLife + TimeSpan.FromDays(1);

    /// <summary>Begins a session for somebody who has just proved who they are; returns its id.</summary>
    public Task<Guid> BeginAsync(ChatUser user, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        return writer.RunAsync(
            async (db, ct) =>
            {
                if (await db.SignInSessions.AnyAsync(s => s.Id == id, ct))
                {
                    return id; // the work runs again because a commit's answer was lost
                }

                var now = time.GetUtcNow();

                // What a new stamp has ended goes when its user comes back; what has run out is SessionSweep's.
                await db.SignInSessions.Where(s => s.UserId == user.Id && s.Stamp != user.SecurityStamp).ExecuteDeleteAsync(ct);
                if (await db.Users.AnyAsync(u => u.Id == user.Id && u.BannedAt != null, ct))
                {
                    // Banned while signing in: what is issued belongs to no session, and holds at no request.
                    return Guid.NewGuid();
                }

                db.SignInSessions.Add(new SignInSession { Id = id, UserId = user.Id, Stamp = user.SecurityStamp!, CreatedAt = now, ExpiresAt = now + RowLife });
                await db.SaveChangesAsync(ct);
                return id;
            },
            cancellationToken);
    }

    /// <summary>
    /// Whether the user's session still holds, so that another cookie or token may be issued for it; its row then
    /// lives as long as they do.
    /// </summary>
    public async Task<bool> ContinueAsync(ChatUser user, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var expiresAt = await db.SignInSessions
            .Where(s => s.Id == sessionId && s.UserId == user.Id && s.Stamp == user.SecurityStamp)
            .Select(s => (DateTimeOffset?)s.ExpiresAt)
            .SingleOrDefaultAsync(cancellationToken);
        if (expiresAt < now + CookieLife)
        {
            await writer.RunAsync(
                (tx, ct) => tx.SignInSessions
                    .Where(s => s.Id == sessionId)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.ExpiresAt, now + RowLife), ct),
                cancellationToken);
        }

        return expiresAt is not null;
    }

    /// <summary>Ends one session; does nothing when it has ended before.</summary>
    public async Task EndAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        var ended = await writer.RunAsync(
            async (db, ct) =>
            {
                if (await db.SignInSessions.Where(s => s.Id == sessionId && s.UserId == userId).ExecuteDeleteAsync(ct) == 0)
                {
                    return false;
                }

                db.Revocations.Add(new Revocation { UserId = userId, SessionId = sessionId, At = time.GetUtcNow() });
                await db.SaveChangesAsync(ct);
                return true;
            },
            cancellationToken);
        if (ended)
        {
            Announce(userId, sessionId);
        }
    }

    /// <summary>Ends all sessions of a user: every cookie, token and open stream, on every node.</summary>
    public async Task EndAllAsync(Guid userId, CancellationToken cancellationToken)
    {
        await writer.RunAsync((db, ct) => EndAllAsync(db, userId, ct), cancellationToken);
        Announce(userId, sessionId: null);
    }

    /// <summary>The same inside a running transaction; <see cref="Announce"/> follows its commit.</summary>
    internal async Task<int> EndAllAsync(ChatDbContext tx, Guid userId, CancellationToken cancellationToken)
    {
        // The new concurrency stamp keeps whoever has the user loaded from writing the old stamp back.
        var (stamp, version) = (SecurityStamps.New(), Guid.NewGuid().ToString());
        await tx.Users
            .Where(u => u.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, stamp).SetProperty(u => u.ConcurrencyStamp, version), cancellationToken);
        tx.Revocations.Add(OfAll(userId));
        return await tx.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The line to write with a user's new security stamp, in the same transaction; <see cref="Announce"/> follows.</summary>
    internal Revocation OfAll(Guid userId) => new() { UserId = userId, At = time.GetUtcNow() };

    /// <summary>Tells all processes at once what the database says already.</summary>
    internal void Announce(Guid userId, Guid? sessionId) => _ = AnnounceAsync(userId, sessionId);

    private async Task AnnounceAsync(Guid userId, Guid? sessionId)
    {
        try
        {
            await bus.PublishAsync(new RevocationSignal(userId, sessionId));
        }
        catch (Exception exception)
        {
            LogNotAnnounced(exception, userId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of sessions of user {UserId} was not announced; the sweep will find it.")]
    private partial void LogNotAnnounced(Exception exception, Guid userId);
}
