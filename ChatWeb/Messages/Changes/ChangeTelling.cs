using ChatWeb.Data;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Changes;

/// <summary>Tells of a change after its commit, and takes back what the broadcast queue still says of the message.</summary>
public sealed partial class ChangeTelling(
    ChatDbContext db,
    BroadcastQueue queue,
    RoomPublisher publisher,
    IOptions<StreamOptions> options,
    ILogger<ChangeTelling> logger)
{
    /// <summary>What nodes' clocks may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private static readonly RoomEventKind[] Telling =
        [RoomEventKind.NewMessage, RoomEventKind.MessageUpdated, RoomEventKind.MessageDeleted, RoomEventKind.ReactionUpdated];

    /// <summary>When it returns, whoever resumes hears nothing of what was there before. Does not throw.</summary>
    public async Task TellAsync(RoomEvent entry, MessageView message)
    {
        queue.Outdate(entry.RoomId, entry.Seq);
        try
        {
            await queue.RemoveAsync(entry.RoomId, await EarlierAsync(entry, message.Id));
        }
        catch (Exception exception)
        {
            LogNotTakenBack(exception, message.Id, entry.RoomId);
        }

        publisher.Publish(entry.RoomId, MessageEvents.Tell(entry, message));
    }

    /// <summary>Where the log tells of the message or of one that quotes it, as far back as the queue may have it.</summary>
    private Task<List<long>> EarlierAsync(RoomEvent entry, long id)
    {
        var since = entry.CreatedAt - TimeSpan.FromSeconds(options.Value.BroadcastTtlSeconds) - Skew;
        return RoomLog.Recent(db, entry.RoomId, entry.Seq, since)
            .Where(e => Telling.Contains(e.Kind))
            .Join(db.Messages.Where(m => m.Id == id || m.ReplyToId == id), e => e.EntityId, m => m.Id, (e, m) => e.Seq)
            .ToListAsync(CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the broadcast queue has of message {MessageId} in room {RoomId} was not taken back; this process does not serve it.")]
    private partial void LogNotTakenBack(Exception exception, long messageId, long roomId);
}
