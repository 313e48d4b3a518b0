using System.Globalization;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Accounts;

/// <summary>What the account pages share: refusals beside their fields, and where to go afterwards.</summary>
public abstract class AccountPage : PageModel
{
    /// <summary>Where somebody wanted to go; followed only within this server.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The secret of the invitation that somebody came by.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Invitation { get; set; }

    /// <summary>What the links between the account pages carry along.</summary>
    public Dictionary<string, string> Onward
    {
        get
        {
            var values = new Dictionary<string, string>();
            if (Url.IsLocalUrl(ReturnUrl))
            {
                values["returnUrl"] = ReturnUrl;
            }

            if (!string.IsNullOrEmpty(Invitation))
            {
                values["invitation"] = Invitation;
            }

            return values;
        }
    }

    protected LocalRedirectResult Back() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");

    /// <summary>Joins the room that somebody was invited to and goes there, else goes back.</summary>
    protected async Task<IActionResult> ArriveAsync(MembershipService membership, Guid userId, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(Invitation) && Invitation.Length <= 64
            && await membership.JoinByInvitationAsync(Invitation, userId, cancellationToken) is { } roomId
            ? LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/rooms/{roomId}"))
            : Back();

    /// <summary>The page again, with the status that says that nothing was done.</summary>
    protected PageResult Refused(int status = StatusCodes.Status400BadRequest)
    {
        Response.StatusCode = status;
        return Page();
    }

    protected PageResult Refused(IEnumerable<IdentityError> errors)
    {
        foreach (var error in errors.DistinctBy(e => e.Description))
        {
            ModelState.AddModelError(AccountErrors.FieldOf(error), error.Description);
        }

        return Refused();
    }

    protected PageResult Refused(ProblemException problem)
    {
        ModelState.AddModelError(problem.Field ?? "", problem.Message);
        return Refused(problem.Status);
    }

    /// <summary>Refuses an address that failed too often.</summary>
    protected PageResult TooMany(TimeSpan wait, string sentence)
    {
        Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        ModelState.AddModelError("", sentence);
        return Refused(StatusCodes.Status429TooManyRequests);
    }
}
