using System.Globalization;
using System.Text.Json;
using ChatWeb.Components;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages;

/// <summary>Tells of new messages and of those that changed, and finds a message's place in the sequence.</summary>
public sealed class MessageEvents(FragmentRenderer fragments) : IRoomEventTeller, IMessageSequences
{
    public IReadOnlyCollection<RoomEventKind> Kinds { get; } =
        [RoomEventKind.NewMessage, RoomEventKind.MessageUpdated, RoomEventKind.MessageDeleted];

    /// <summary>The event of a message, the same for everybody.</summary>
    public static BroadcastEntry Tell(RoomEvent entry, MessageView message) =>
        new(entry.Seq, entry.Kind, JsonSerializer.SerializeToUtf8Bytes(
            new MessageEvent(entry.Kind.WireName(), entry.RoomId, entry.Seq, entry.CreatedAt, message, message.SenderUuid),
            WireJson.Options));

    public async Task<IReadOnlyDictionary<long, BroadcastEntry>> ReadAsync(
        ChatDbContext db,
        long roomId,
        IReadOnlyList<RoomEvent> entries,
        CancellationToken cancellationToken)
    {
        var ids = entries.Select(e => e.EntityId).Distinct().ToList();
        var messages = await db.Messages.Where(m => m.RoomId == roomId && ids.Contains(m.Id)).ToViewsAsync(db, cancellationToken);
        var byId = messages.ToDictionary(m => m.Id);
        return entries.Where(e => byId.ContainsKey(e.EntityId)).ToDictionary(e => e.Seq, e => Tell(e, byId[e.EntityId]));
    }

    public async Task<string> RenderAsync(BroadcastEntry entry, CultureInfo culture)
    {
        var told = JsonSerializer.Deserialize<MessageEvent>(entry.Json.Span, WireJson.Options)!;
        return MessageFragments.Upsert(await (entry.Kind.TakesBack()
            ? MessageFragments.RenderChangedAsync(fragments, told.Message, culture)
            : MessageFragments.RenderAsync(fragments, told.Message, culture)));
    }

    public async Task<long?> SeqOfAsync(ChatDbContext db, long roomId, long messageId, CancellationToken cancellationToken) =>
        await db.Messages
            .Where(m => m.RoomId == roomId && m.Id == messageId)
            .Select(m => (long?)m.Seq)
            .SingleOrDefaultAsync(cancellationToken);

    private sealed record MessageEvent(string Type, long RoomId, long Seq, DateTimeOffset Timestamp, MessageView Message, Guid SenderUuid);
}
