namespace ChatWeb.Data.Search;

/// <summary>Finds messages by what is in them. Each engine has its own way.</summary>
public interface IMessageIndex
{
    /// <summary>
    /// The newest messages that fit and that the reader may read, newest first: those of public rooms and of rooms they
    /// belong to, none of deleted rooms, none that are deleted. Takes about <see cref="Patience"/> at most: what is not
    /// looked through by then is left as the rest.
    /// </summary>
    Task<FoundMessages> FindAsync(ChatDbContext db, MessageCriteria criteria, CancellationToken cancellationToken);

    /// <summary>A message was edited in this transaction; its new body is stored already or not.</summary>
    Task ChangeAsync(ChatDbContext tx, IndexedMessage message, CancellationToken cancellationToken);

    /// <summary>A message was deleted in this transaction: nothing of it stays in the index.</summary>
    Task RemoveAsync(ChatDbContext tx, long messageId, CancellationToken cancellationToken);

    /// <summary>How long one search looks: longer would keep the reader waiting for nothing on the screen.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
}

/// <summary>What an index knows of a message besides its attachments.</summary>
public sealed record IndexedMessage(long Id, long RoomId, Guid SenderId, string Body, DateTimeOffset CreatedAt);

/// <summary>Messages that were found, the newest first.</summary>
/// <param name="Rest">Where to go on, as <see cref="MessageCriteria.Below"/>; null when nothing older is left to look at.</param>
public sealed record FoundMessages(IReadOnlyList<long> Ids, long? Rest)
{
    public static readonly FoundMessages None = new([], null);
}
