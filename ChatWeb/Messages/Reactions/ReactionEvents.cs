using System.Globalization;
using System.Text.Json;
using ChatWeb.Components;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Streaming;

namespace ChatWeb.Messages.Reactions;

/// <summary>Tells how a message's reactions stand after each change.</summary>
public sealed class ReactionEvents(FragmentRenderer fragments) : IRoomEventTeller
{
    public IReadOnlyCollection<RoomEventKind> Kinds { get; } = [RoomEventKind.ReactionUpdated];

    /// <summary>As they stand now: none under a message that is a tombstone by now.</summary>
    public async Task<IReadOnlyDictionary<long, BroadcastEntry>> ReadAsync(
        ChatDbContext db,
        long roomId,
        IReadOnlyList<RoomEvent> entries,
        CancellationToken cancellationToken)
    {
        var ids = entries.Select(e => e.EntityId).Distinct().ToList();
        var reactions = await ReactionViews.OfAsync(db, ids, cancellationToken);
        return entries.ToDictionary(e => e.Seq, e => new BroadcastEntry(e.Seq, e.Kind, JsonSerializer.SerializeToUtf8Bytes(
            new ReactionEvent(e.Kind.WireName(), roomId, e.Seq, e.CreatedAt, e.EntityId, [.. reactions[e.EntityId]]),
            WireJson.Options)));
    }

    public async Task<string> RenderAsync(BroadcastEntry entry, CultureInfo culture)
    {
        var told = JsonSerializer.Deserialize<ReactionEvent>(entry.Json.Span, WireJson.Options)!;
        return MessageFragments.Upsert(await fragments.RenderAsync<MessageReactions>(
            new Dictionary<string, object?>
            {
                [nameof(MessageReactions.MessageId)] = told.MessageId,
                [nameof(MessageReactions.Reactions)] = told.Reactions,
            },
            culture));
    }

    private sealed record ReactionEvent(string Type, long RoomId, long Seq, DateTimeOffset Timestamp, long MessageId, IReadOnlyList<ReactionView> Reactions);
}
