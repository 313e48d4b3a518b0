using System.Globalization;
using ChatWeb.Components;
using ChatWeb.Http;
using ChatWeb.Messages.Search;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages;

/// <summary>The search: its page, and further results as a part of it.</summary>
[Authorize]
public sealed class SearchModel(SearchService search, FragmentRenderer fragments) : PageModel
{
    private const int OnAPage = 20;

    [FromQuery]
    public string? Q { get; set; }

    [FromQuery]
    public string? Sort { get; set; }

    [FromQuery]
    public string? Tz { get; set; }

    public SearchSort Order => Sort == "relevance" ? SearchSort.Relevance : SearchSort.Newest;

    /// <summary>Null until something is searched for.</summary>
    public SearchPage? Found { get; private set; }

    public string? Error { get; private set; }

    public string? Next => Found?.Next is { } cursor ? SearchAddress.Of(Q!, Order, Tz, cursor) : null;

    public string Address(SearchSort sort) => SearchAddress.Of(Q ?? "", sort, Tz);

    public async Task<IActionResult> OnGetAsync(string? cursor, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Q) && !Request.IsHtmx())
        {
            return Page();
        }

        try
        {
            Found = await search.SearchAsync(User.Id(), new SearchRequest(Q, Order, cursor, OnAPage, Tz), cancellationToken);
        }
        catch (ProblemException problem) when (!Request.IsHtmx())
        {
            (Error, Response.StatusCode) = (problem.Message, problem.Status);
            return Page();
        }

        return Request.IsHtmx() ? await PartAsync() : Page();
    }

    private async Task<IActionResult> PartAsync()
    {
        var html = await fragments.RenderAsync<SearchHits>(
            new Dictionary<string, object?> { [nameof(SearchHits.Page)] = Found, [nameof(SearchHits.Next)] = Next },
            CultureInfo.CurrentUICulture);
        return Content(html, "text/html; charset=utf-8");
    }
}
