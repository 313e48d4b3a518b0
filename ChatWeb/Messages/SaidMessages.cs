using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages;

/// <summary>
/// What somebody has said already under an id of their own; asked before every message is stored. One for the process:
/// its compiled query serves the model of one engine only.
/// </summary>
public sealed class SaidMessages
{
    private readonly Func<ChatDbContext, long, Guid, Guid, CancellationToken, Task<long?>> _id =
        EF.CompileAsyncQuery((ChatDbContext db, long roomId, Guid userId, Guid clientId, CancellationToken _) =>
            db.Messages
                .Where(m => m.RoomId == roomId && m.SenderId == userId && m.ClientId == clientId)
                .Select(m => (long?)m.Id)
                .SingleOrDefault());

    /// <summary>Its id; null when nothing was.</summary>
    public Task<long?> FindAsync(ChatDbContext db, long roomId, Guid userId, Guid clientId, CancellationToken cancellationToken) =>
        _id(db, roomId, userId, clientId, cancellationToken);
}
