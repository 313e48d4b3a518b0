using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Search;

/// <summary>The search over JSON.</summary>
[ApiController, Authorize, Route("api/chat/search")]
public sealed class SearchController(SearchService search, IStringLocalizer<SearchProblems> texts) : ControllerBase
{
    private const int UsualPage = 20;

    [HttpGet]
    public Task<SearchPage> Search(string? q, string? sort, string? cursor, string? tz, CancellationToken cancellationToken, int limit = UsualPage) =>
        search.SearchAsync(User.Id(), new SearchRequest(q, SortOf(sort), cursor, limit, tz), cancellationToken);

    private SearchSort SortOf(string? name) => name switch
    {
        null or "" or "newest" => SearchSort.Newest,
        "relevance" => SearchSort.Relevance,
        _ => throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-sort", texts["Sort"], "sort"),
    };
}
