using System.Globalization;
using ChatWeb.Data;

namespace ChatWeb.Streaming;

/// <summary>A durable change ready to be told: the same JSON for everybody, made once.</summary>
/// <param name="Seq">Its place in the room's sequence.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Json">The event's data as the JSON stream sends it, UTF-8 on one line.</param>
public sealed record BroadcastEntry(long Seq, RoomEventKind Kind, ReadOnlyMemory<byte> Json);

/// <summary>How a feature tells its durable changes. Streaming finds the one for a kind and knows nothing else of it.</summary>
public interface IRoomEventTeller
{
    IReadOnlyCollection<RoomEventKind> Kinds { get; }

    /// <summary>
    /// The present state of what these entries of one room refer to, by sequence. An entry that can't be told any
    /// more is left out; clients are then told to reload.
    /// </summary>
    Task<IReadOnlyDictionary<long, BroadcastEntry>> ReadAsync(
        ChatDbContext db,
        long roomId,
        IReadOnlyList<RoomEvent> entries,
        CancellationToken cancellationToken);

    /// <summary>The fragments for the page, the same for every viewer of that language.</summary>
    Task<string> RenderAsync(BroadcastEntry entry, CultureInfo culture);
}

/// <summary>Finds the place in a room's sequence from which a client that knows a message goes on.</summary>
public interface IMessageSequences
{
    /// <summary>The sequence at which this message of this room came into being, or null when there is none such.</summary>
    Task<long?> SeqOfAsync(ChatDbContext db, long roomId, long messageId, CancellationToken cancellationToken);
}
