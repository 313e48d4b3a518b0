using ChatWeb.Data;

namespace ChatWeb.Streaming;

/// <summary>What streaming asks about the right to a stream; accounts answer, from the database.</summary>
public interface IStreamRights
{
    /// <summary>
    /// Whether the session that a stream was opened with still holds. To be asked once the stream is registered, so
    /// that nothing falls between; and before everything that is written on behalf of a stream, such as a message from a socket.
    /// </summary>
    Task<bool> HoldsAsync(ChatDbContext db, StreamUser user, CancellationToken cancellationToken);

    /// <summary>Those of these sessions that still hold.</summary>
    Task<IReadOnlySet<Guid>> HoldingAsync(IReadOnlyCollection<Guid> sessionIds, CancellationToken cancellationToken);

    /// <summary>
    /// The users of whom a session ended since the last call, whatever process ended it. For the sweep alone: what was
    /// told once is not told again.
    /// </summary>
    Task<IReadOnlyCollection<Guid>> RevokedSinceAsync(CancellationToken cancellationToken);
}
