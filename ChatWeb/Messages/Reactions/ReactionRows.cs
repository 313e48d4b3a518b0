using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Reactions;

/// <summary>A message's reactions go with what they were given to; a tombstone gets none any more.</summary>
internal sealed class ReactionRows : IMessageRows
{
    public Task AddAsync(ChatDbContext tx, Message message, NewMessage typed, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ChangeAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RemoveAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) =>
        tx.Reactions.Where(r => r.MessageId == message.Id).ExecuteDeleteAsync(cancellationToken);
}
