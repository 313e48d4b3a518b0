using ChatWeb.Data;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Search;

/// <summary>Reads what is shown of the messages that were found.</summary>
internal static class SearchResults
{
    /// <summary>The results in the order of their ids here; what was deleted since, or is in no room that the reader may see, is left out.</summary>
    public static async Task<IReadOnlyList<SearchResult>> OfAsync(
        ChatDbContext db,
        IReadOnlyList<long> ids,
        IReadOnlyDictionary<long, RoomView> visible,
        Hits hits,
        CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var messages = await db.Messages.AsNoTracking().Where(m => ids.Contains(m.Id) && m.DeletedAt == null).ToViewsAsync(db, cancellationToken);
        var around = await AroundAsync(db, ids, cancellationToken);
        var byId = messages.Where(m => visible.ContainsKey(m.RoomId)).ToDictionary(m => m.Id);
        return
        [
            .. ids.Where(byId.ContainsKey).Select(id => byId[id]).Select(message => new SearchResult(
                message,
                Room(visible[message.RoomId]),
                Excerpt.Of(message.Body, hits),
                around.GetValueOrDefault((message.RoomId, message.Number - 1)),
                around.GetValueOrDefault((message.RoomId, message.Number + 1)))),
        ];
    }

    private static SearchRoom Room(RoomView room) => new(room.Id, room.Name, room.Kind);

    /// <summary>The messages that stand beside these, by room and number.</summary>
    private static async Task<Dictionary<(long RoomId, long Number), Quote>> AroundAsync(ChatDbContext db, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var found = db.Messages.Where(m => ids.Contains(m.Id));
        var beside = await found
            .Join(db.Messages, m => new { m.RoomId, Number = m.Number - 1 }, o => new { o.RoomId, o.Number }, (_, o) => new { o.Id, o.RoomId })
            .Concat(found.Join(db.Messages, m => new { m.RoomId, Number = m.Number + 1 }, o => new { o.RoomId, o.Number }, (_, o) => new { o.Id, o.RoomId }))
            .Distinct()
            .ToListAsync(cancellationToken);
        var quotes = await Quotes.OfAsync(db, beside.ConvertAll(m => m.Id), cancellationToken);
        return beside.Where(m => quotes.ContainsKey(m.Id)).ToDictionary(m => (m.RoomId, quotes[m.Id].Number), m => quotes[m.Id]);
    }
}
