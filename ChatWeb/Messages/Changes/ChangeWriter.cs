using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Changes;

/// <summary>What is to become of a message.</summary>
/// <param name="IsDoneAsync">
/// Whether the message is already as it is wanted; throws when it may not become so. Asked again when the room's row is
/// locked, and only what it answers then holds.
/// </param>
/// <param name="Count">Called once before anything changes; throws when it is too much.</param>
/// <param name="ApplyAsync">Changes the message and what hangs on it, at that time.</param>
public sealed record MessageChange(
    long RoomId,
    long Id,
    RoomEventKind Kind,
    Guid UserId,
    Func<ChatDbContext, Message, CancellationToken, Task<bool>> IsDoneAsync,
    Action? Count,
    Func<ChatDbContext, Message, DateTimeOffset, CancellationToken, Task> ApplyAsync);

/// <summary>Stores changes of messages: each a transaction with its place in the room's log.</summary>
public sealed class ChangeWriter(IChatWriter writer, RoomLog log)
{
    /// <summary>The change's line in the log; null when there was nothing to change.</summary>
    /// <exception cref="ProblemException">404: there is no such message. And what the change itself refuses.</exception>
    public async Task<RoomEvent?> WriteAsync(MessageChange change, CancellationToken cancellationToken)
    {
        var counted = false;
        RoomEvent? tried = null;
        try
        {
            return await writer.RunAsync(StoreAsync, cancellationToken);
        }
        catch (NothingToChangeException)
        {
            return null;
        }

        async Task<RoomEvent?> StoreAsync(ChatDbContext tx, CancellationToken token)
        {
            // Before a sequence is taken: what changes nothing must not leave a gap.
            var before = await tx.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == change.Id && m.RoomId == change.RoomId, token)
                ?? throw Problems.NotFound();
            if (await change.IsDoneAsync(tx, before, token))
            {
                // Perhaps by this very work, when the answer to its commit was lost: then it is still to be told.
                return tried is not null && await RoomLog.HasAsync(tx, tried, token) ? tried : null;
            }

            if (!counted)
            {
                change.Count?.Invoke();
                counted = true;
            }

            return tried = await log.AppendAsync(tx, change.RoomId, change.Kind, change.UserId, (_, now) => ApplyAsync(tx, now, token), token);
        }

        async Task<long> ApplyAsync(ChatDbContext tx, DateTimeOffset now, CancellationToken token)
        {
            // Only now, with the room's row locked, it can't change any more.
            var message = await tx.Messages.SingleOrDefaultAsync(m => m.Id == change.Id && m.RoomId == change.RoomId, token) ?? throw Problems.NotFound();
            if (await change.IsDoneAsync(tx, message, token))
            {
                throw new NothingToChangeException();
            }

            await change.ApplyAsync(tx, message, now, token);
            return message.Id;
        }
    }

    /// <summary>Somebody else made the same change in between; gives the place in the log back.</summary>
    private sealed class NothingToChangeException : Exception;
}
