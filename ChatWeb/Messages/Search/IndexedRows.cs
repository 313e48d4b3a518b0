using ChatWeb.Data;
using ChatWeb.Data.Search;

namespace ChatWeb.Messages.Search;

/// <summary>Keeps the search's index true to what messages say. New ones are found without: the engine takes them in by itself.</summary>
internal sealed class IndexedRows(IMessageIndex index) : IMessageRows
{
    public Task AddAsync(ChatDbContext tx, Message message, NewMessage typed, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ChangeAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) => index.ChangeAsync(
        tx,
        new IndexedMessage(message.Id, message.RoomId, message.SenderId, message.Body, message.CreatedAt),
        cancellationToken);

    public Task RemoveAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) => index.RemoveAsync(tx, message.Id, cancellationToken);
}
