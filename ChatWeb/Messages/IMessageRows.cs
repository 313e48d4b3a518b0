using ChatWeb.Data;

namespace ChatWeb.Messages;

/// <summary>
/// What a feature keeps of every message beside its row (its words, whom it names, its files), written in the message's
/// own transaction: it is there exactly when the message is. A message that does not concern the feature should cost it
/// no query.
/// </summary>
public interface IMessageRows
{
    /// <summary>The message was just stored, with its id and number.</summary>
    /// <exception cref="Http.ProblemException">The message can't be: nothing of it stays.</exception>
    Task AddAsync(ChatDbContext tx, Message message, NewMessage typed, CancellationToken cancellationToken);

    /// <summary>The message says something else now.</summary>
    /// <exception cref="Http.ProblemException">It can't: it stays as it was.</exception>
    Task ChangeAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken);

    /// <summary>The message has become a tombstone.</summary>
    Task RemoveAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken);
}
