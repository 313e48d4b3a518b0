using ChatWeb.Accounts;
using ChatWeb.Http;
using ChatWeb.Moderation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages.Admin;

/// <summary>Everybody with an account, for those who may ban them.</summary>
[Authorize(Roles = $"{nameof(UserRole.Moderator)},{nameof(UserRole.Administrator)}")]
public sealed class PeopleModel(BanService bans) : PageModel
{
    /// <summary>Further than anybody leafs; what is longer is searched.</summary>
    private const int MaxPage = 10_000;

    [FromQuery(Name = "search")]
    public string? Search { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; }

    public IReadOnlyList<ListedAccount> People { get; private set; } = [];

    public bool HasMore { get; private set; }

    /// <summary>Whose ban was refused, what had been typed for it and what is wrong with that.</summary>
    public Guid? Refused { get; private set; }

    public string? Reason { get; private set; }

    public string? Error { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid || PageNumber is < 0 or > MaxPage)
        {
            return BadRequest();
        }

        var found = await bans.ListAsync((Search ?? "").Trim(), PageNumber, cancellationToken);
        HasMore = found.Count > BanService.PageSize;
        People = [.. found.Take(BanService.PageSize)];
        return Page();
    }

    public async Task<IActionResult> OnPostBanAsync(Guid userId, string? reason, CancellationToken cancellationToken)
    {
        try
        {
            await bans.BanAsync(User.Id(), userId, reason, cancellationToken);
            return Back(userId);
        }
        catch (ProblemException problem) when (problem.Status == StatusCodes.Status400BadRequest)
        {
            (Refused, Reason, Error, Response.StatusCode) = (userId, reason, problem.Message, problem.Status);
            return await OnGetAsync(cancellationToken);
        }
    }

    public async Task<IActionResult> OnPostLiftAsync(Guid userId, CancellationToken cancellationToken)
    {
        await bans.LiftAsync(User.Id(), userId, cancellationToken);
        return Back(userId);
    }

    /// <summary>This list, or another page of it, or what is done from it: one comes back to the same people.</summary>
    public string Address(string? handler = null, int? page = null) =>
        $"/admin/people?search={Uri.EscapeDataString(Search ?? "")}&page={page ?? PageNumber}{(handler is null ? null : $"&handler={handler}")}";

    private IActionResult Back(Guid userId) => this.SeeOther($"{Address()}#person-{userId}");
}
