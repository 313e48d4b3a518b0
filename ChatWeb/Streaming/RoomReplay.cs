using ChatWeb.Telemetry;

namespace ChatWeb.Streaming;

/// <summary>
/// Brings a listener up to its hub: reads what it misses page by page, outside every buffer, until it is live. Those who
/// miss the same at the same time, as everybody does after a restart, share the pages.
/// </summary>
internal sealed class RoomReplay(RoomEventReader reader, FrameRenderer renderer, RoomDoor door, StreamMeters meters)
{
    private readonly SingleFlight<(long RoomId, long After, long UpTo, StreamFormat Format), FrameBatch?> _pages = new();

    /// <summary>
    /// Sends what the log has after <paramref name="sent"/> until the listener is up to date and live.
    /// </summary>
    /// <param name="hub">A hub that has been joined and started.</param>
    /// <param name="listener">Not live yet.</param>
    /// <param name="sent">The last sequence that the client has.</param>
    /// <param name="head">The room's head when the listener was found to have access.</param>
    /// <param name="send">Sends frames of the listener's format and how many they are; false when the stream ends.</param>
    /// <returns>False when the stream ended instead.</returns>
    public Task<bool> CatchUpAsync(
        RoomHub hub,
        RoomListener listener,
        long sent,
        long head,
        Func<ReadOnlyMemory<byte>, int, ValueTask<bool>> send) =>
        CatchUpAsync(hub, listener, sent, head, page => send(page.After(page.FirstSeq - 1).Bytes, page.Entries.Count));

    /// <inheritdoc cref="CatchUpAsync(RoomHub, RoomListener, long, long, Func{ReadOnlyMemory{byte}, int, ValueTask{bool}})"/>
    /// <param name="sendPage">Sends a page of events; false when the stream ends.</param>
    public async Task<bool> CatchUpAsync(RoomHub hub, RoomListener listener, long sent, long head, Func<FrameBatch, ValueTask<bool>> sendPage)
    {
        var pace = new ReadPace();
        while (!hub.TryGoLive(listener, sent, out var cursor))
        {
            var batch = await PageAsync(hub.RoomId, sent, Math.Min(cursor, sent + pace.Next), listener.Format)
                ?? throw new InvalidOperationException($"Room {hub.RoomId}'s log ends at {sent}, before its hub's cursor {cursor}.");
            pace.Saw(batch.Entries);
            if (batch.Entries.Any(entry => entry.Seq > head && entry.Kind == RoomEventKind.MemberLeft))
            {
                // The room was found open at the head. Who left after it and before being live, the hub does not show out.
                await door.ShowOutAsync(hub.RoomId, [listener], CancellationToken.None);
            }

            if (!await sendPage(batch))
            {
                return false;
            }

            meters.Replayed(batch.LastSeq - sent);
            sent = batch.LastSeq;
        }

        return true;
    }

    /// <summary>What the log has after a sequence up to another, as it is now; null when that is nothing.</summary>
    private Task<FrameBatch?> PageAsync(long roomId, long after, long upTo, StreamFormat format) =>
        _pages.RunAsync((roomId, after, upTo, format), async () =>
        {
            var entries = await reader.ReadAsync(roomId, after, upTo, CancellationToken.None);
            return entries.Count == 0 ? null : await renderer.RenderAsync(roomId, entries, format);
        });
}
