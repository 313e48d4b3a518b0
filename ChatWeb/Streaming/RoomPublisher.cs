namespace ChatWeb.Streaming;

/// <summary>Tells the world of a change after its commit.</summary>
public sealed partial class RoomPublisher(BroadcastQueue queue, IRoomBus bus, TimeProvider time, ILogger<RoomPublisher> logger)
{
    /// <summary>Entries on their way into a slow cache at once; past it the cache is left out, the wake-up is not.</summary>
    private const int MaxUnderWay = 1_000;

    private int _underWay;

    /// <summary>
    /// Starts publishing and returns: whoever made the change has their answer already. Whatever becomes of the
    /// request or the cache, the hubs are woken within about 100 ms.
    /// </summary>
    public void Publish(long roomId, BroadcastEntry entry) => _ = PublishAsync(roomId, entry);

    /// <summary>Starts telling all processes something that may be lost, and returns.</summary>
    public void Publish(BusSignal signal) => _ = PublishAsync(signal);

    private async Task PublishAsync(BusSignal signal)
    {
        try
        {
            await bus.PublishAsync(signal);
        }
        catch (Exception exception)
        {
            LogNotSignalled(exception, signal);
        }
    }

    private async Task PublishAsync(long roomId, BroadcastEntry entry)
    {
        var publishedAt = time.GetUtcNow();
        try
        {
            var added = Interlocked.Increment(ref _underWay) <= MaxUnderWay ? queue.AddAsync(roomId, entry) : Task.CompletedTask;
            if (queue.IsOutdated(roomId, entry.Seq))
            {
                // Taken back before it was told: the hubs read what holds.
                await bus.PublishAsync(new RoomWakeUp(roomId, entry.Seq, publishedAt));
            }
            else if (entry.Json.Length <= RoomWakeUp.MaxEntryBytes)
            {
                await bus.PublishAsync(new RoomWakeUp(roomId, entry.Seq, publishedAt, entry));
                await added;
            }
            else
            {
                // The hubs will ask the queue for it: not before it is there.
                await added;
                await bus.PublishAsync(new RoomWakeUp(roomId, entry.Seq, publishedAt));
            }
        }
        catch (Exception exception)
        {
            LogNotPublished(exception, roomId, entry.Seq);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {Seq} of room {RoomId} was not published; the sweep will find it.")]
    private partial void LogNotPublished(Exception exception, long roomId, long seq);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Signal} was not published.")]
    private partial void LogNotSignalled(Exception exception, BusSignal signal);
}
