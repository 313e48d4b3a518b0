using ChatWeb.Data;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Accounts;

/// <inheritdoc cref="IStreamRights"/>
internal sealed class StreamRights(IDbContextFactory<ChatDbContext> contexts, SessionQueries sessions, RevocationLog log) : IStreamRights
{
    public Task<bool> HoldsAsync(ChatDbContext db, StreamUser user, CancellationToken cancellationToken) =>
        sessions.HoldsAsync(db, user.UserId, user.SessionId, cancellationToken);

    public async Task<IReadOnlySet<Guid>> HoldingAsync(IReadOnlyCollection<Guid> sessionIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await SessionQueries.HoldingAsync(db, sessionIds, cancellationToken);
    }

    public Task<IReadOnlyCollection<Guid>> RevokedSinceAsync(CancellationToken cancellationToken) => log.ReadNewAsync(cancellationToken);
}
