using ChatWeb.Data;
using ChatWeb.Data.Search;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Search;

/// <summary>What somebody asks the search.</summary>
/// <param name="Query">As typed; <see cref="SearchQueryReader"/> reads it.</param>
/// <param name="Cursor">The page before told it; null for the first.</param>
/// <param name="TimeZone">The reader's, as IANA names it, for the days in the query; null is UTC.</param>
public sealed record SearchRequest(string? Query, SearchSort Sort, string? Cursor, int Limit, string? TimeZone);

/// <summary>Searches all that a reader may read.</summary>
public sealed class SearchService(
    ChatDbContext db,
    IMessageIndex index,
    RoomService rooms,
    SearchQueryReader reader,
    SearchNames names,
    IStringLocalizer<SearchProblems> texts)
{
    /// <summary>The most results in one page.</summary>
    public const int MaxPage = 50;

    /// <summary>By relevance, so many hits that follow each other in time are weighed against each other: a bound that a common word needs.</summary>
    public const int MaxWeighed = 500;

    /// <summary>Looks into the index for one page: half a second of the index's patience.</summary>
    private const int MaxLooks = 5;

    /// <exception cref="ProblemException">400: a query, cursor, limit or time zone that can't be.</exception>
    public async Task<SearchPage> SearchAsync(Guid userId, SearchRequest request, CancellationToken cancellationToken)
    {
        var query = reader.Read(request.Query);
        if (query.IsEmpty)
        {
            throw Refusal("invalid-query", texts["Empty"], "q");
        }

        if (request.Limit is < 1 or > MaxPage)
        {
            throw Refusal("invalid-limit", texts["Limit", MaxPage], "limit");
        }

        var cursor = CursorOf(request);
        var visible = await rooms.ListAsync(userId, cancellationToken);
        var criteria = await CriteriaAsync(userId, query, visible, SearchDays.ZoneOf(request.TimeZone, texts), cancellationToken);
        var hits = new Hits(query.Texts);
        var (ids, next) = request.Sort == SearchSort.Relevance
            ? await BestAsync(criteria, hits, cursor, request.Limit, cancellationToken)
            : await NewestAsync(criteria, cursor, request.Limit, cancellationToken);
        var results = await SearchResults.OfAsync(db, ids, visible.ToDictionary(r => r.Id), hits, cancellationToken);
        return new SearchPage(results, next?.ToString());
    }

    private async Task<(IReadOnlyList<long> Ids, SearchCursor? Next)> NewestAsync(MessageCriteria criteria, SearchCursor? cursor, int limit, CancellationToken cancellationToken)
    {
        // One more than is shown tells whether there is a next page.
        var found = await index.FindAsync(db, criteria with { Below = cursor?.Below ?? long.MaxValue, Most = limit + 1 }, cancellationToken);
        var shown = found.Ids.Take(limit).ToList();
        var rest = found.Ids.Count > limit ? shown[^1] : found.Rest;
        return (shown, rest is { } below ? new SearchCursor(SearchSort.Newest, below) : null);
    }

    /// <summary>The best of a block of hits, anew for each page: none but ids and scores are kept of them. After a block follows the next older one.</summary>
    private async Task<(IReadOnlyList<long> Ids, SearchCursor? Next)> BestAsync(
        MessageCriteria criteria,
        Hits hits,
        SearchCursor? cursor,
        int limit,
        CancellationToken cancellationToken)
    {
        var block = await BlockAsync(criteria with { Below = cursor?.Below ?? long.MaxValue, Most = MaxWeighed }, cursor?.Shown, cancellationToken);
        var bodies = await db.Messages.Where(m => block.Ids.Contains(m.Id)).Select(m => new { m.Id, m.Body }).ToListAsync(cancellationToken);
        var last = cursor?.Shown is { } shown ? (shown.Score, shown.Id) : (double.MaxValue, long.MaxValue);
        var left = bodies
            .Select(m => (Score: Relevance.Of(m.Body, hits), m.Id))
            .Where(m => m.CompareTo(last) < 0)
            .OrderDescending()
            .Take(limit + 1)
            .ToList();
        var next = left.Count > limit
            ? new SearchCursor(SearchSort.Relevance, cursor?.Below ?? block.Ids[0] + 1, new(block.Rest ?? 0, left[limit - 1].Score, left[limit - 1].Id))
            : block.Rest is { } below ? new SearchCursor(SearchSort.Relevance, below)
            : null;
        return ([.. left.Take(limit).Select(m => m.Id)], next);
    }

    /// <summary>The hits that are weighed against each other: those of one look, and for a further page of them the same again.</summary>
    private async Task<FoundMessages> BlockAsync(MessageCriteria criteria, ShownHits? shown, CancellationToken cancellationToken)
    {
        var found = await index.FindAsync(db, criteria, cancellationToken);
        if (shown is not { Bottom: var bottom })
        {
            return found;
        }

        // The index may be slower now than when the block was made, and not come to its bottom at once.
        for (var look = 1; look < MaxLooks && found.Rest is { } rest && rest > bottom && found.Ids.Count < MaxWeighed; look++)
        {
            var more = await index.FindAsync(db, criteria with { Below = rest, Most = MaxWeighed - found.Ids.Count }, cancellationToken);
            found = new FoundMessages([.. found.Ids, .. more.Ids], more.Rest);
        }

        // Where it still did not, the block ends there, and what is left of it is the next one: rather twice than not at all.
        return found.Rest > bottom ? found : new FoundMessages([.. found.Ids.Where(id => id >= bottom)], bottom == 0 ? null : bottom);
    }

    private async Task<MessageCriteria> CriteriaAsync(
        Guid userId,
        SearchQuery query,
        IReadOnlyList<RoomView> visible,
        TimeZoneInfo zone,
        CancellationToken cancellationToken) =>
        new()
        {
            Reader = userId,
            Texts = query.Texts,
            Senders = query.From.Count == 0 ? null : await names.SendersAsync(userId, query.From, cancellationToken),
            Rooms = query.In.Count == 0 ? null : SearchNames.Rooms(visible, query.In),
            Has = query.Has,
            From = SearchDays.StartOf(query.After, zone),
            Until = SearchDays.StartOf(query.Before, zone),
            Most = MaxPage,
        };

    private SearchCursor? CursorOf(SearchRequest request) =>
        string.IsNullOrEmpty(request.Cursor) ? null
        : SearchCursor.Parse(request.Cursor, request.Sort) ?? throw Refusal("invalid-cursor", texts["Cursor"], "cursor");

    private static ProblemException Refusal(string type, string sentence, string field) => new(StatusCodes.Status400BadRequest, type, sentence, field);
}
