using System.Globalization;
using System.Text.Json;
using ChatWeb.Accounts;
using ChatWeb.Components;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Rooms;

/// <summary>Tells who joined and left.</summary>
public sealed class MemberEvents(FragmentRenderer fragments) : IRoomEventTeller
{
    public IReadOnlyCollection<RoomEventKind> Kinds { get; } = [RoomEventKind.MemberJoined, RoomEventKind.MemberLeft];

    public async Task<IReadOnlyDictionary<long, BroadcastEntry>> ReadAsync(
        ChatDbContext db,
        long roomId,
        IReadOnlyList<RoomEvent> entries,
        CancellationToken cancellationToken)
    {
        var ids = entries.Where(e => e.UserId is not null).Select(e => e.UserId!.Value).Distinct().ToList();
        var names = await db.Names().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);
        // The page lists only the first of many members: it can't count for itself.
        var count = await db.Rooms.Where(r => r.Id == roomId).Select(r => r.MemberCount).SingleOrDefaultAsync(cancellationToken);
        return entries
            .Where(e => e.UserId is { } id && names.ContainsKey(id))
            .ToDictionary(e => e.Seq, e => new BroadcastEntry(e.Seq, e.Kind, JsonSerializer.SerializeToUtf8Bytes(
                new MemberEvent(e.Kind.WireName(), roomId, e.Seq, e.CreatedAt, e.UserId!.Value, names[e.UserId.Value], count),
                WireJson.Options)));
    }

    public async Task<string> RenderAsync(BroadcastEntry entry, CultureInfo culture)
    {
        var change = JsonSerializer.Deserialize<MemberEvent>(entry.Json.Span, WireJson.Options)!;
        if (entry.Kind == RoomEventKind.MemberLeft)
        {
            return Partial($"""<data value="{change.MemberCount}" data-left="{change.UserUuid}"></data>""");
        }

        var item = await fragments.RenderAsync<MemberItem>(
            new Dictionary<string, object?>
            {
                [nameof(MemberItem.Member)] = new MemberView(change.UserUuid, change.UserName, RoomRole.Member, LastReadNumber: 0),
                [nameof(MemberItem.RoomId)] = change.RoomId,
            },
            culture);
        return Partial($"""{item}<data value="{change.MemberCount}"></data>""");
    }

    private static string Partial(string content) => $"""<hx-partial hx-target="#members" hx-swap="upsert">{content}</hx-partial>""";

    /// <param name="MemberCount">How many belong to the room now, which may be later than the event.</param>
    private sealed record MemberEvent(string Type, long RoomId, long Seq, DateTimeOffset Timestamp, Guid UserUuid, string UserName, int MemberCount);
}
