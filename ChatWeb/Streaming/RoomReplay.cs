using ChatWeb.Telemetry;

namespace ChatWeb.Streaming;

/// <summary>Brings a listener up to its hub: reads what it misses page by page, outside every buffer, until it is live.</summary>
internal sealed class RoomReplay(RoomEventReader reader, FrameRenderer renderer, RoomDoor door, StreamMeters meters)
{
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
            var entries = await reader.ReadAsync(hub.RoomId, sent, Math.Min(cursor, sent + pace.Next), CancellationToken.None);
            if (entries.Count == 0)
            {
                throw new InvalidOperationException($"Room {hub.RoomId}'s log ends at {sent}, before its hub's cursor {cursor}.");
            }

            pace.Saw(entries);
            if (entries.Any(entry => entry.Seq > head && entry.Kind == RoomEventKind.MemberLeft))
            {
                // The room was found open at the head. Who left after it and before being live, the hub does not show out.
                await door.ShowOutAsync(hub.RoomId, [listener], CancellationToken.None);
            }

            var batch = await renderer.RenderAsync(hub.RoomId, entries, listener.Format);
            if (!await sendPage(batch))
            {
                return false;
            }

            meters.Replayed(batch.LastSeq - sent);
            sent = batch.LastSeq;
        }

        return true;
    }
}
