using System.Globalization;
using ChatWeb.Accounts;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages;

/// <summary>Where an invitation link leads: who joins which room, before anybody joins.</summary>
public sealed class InviteModel(Registration registration, MembershipService membership) : PageModel
{
    [FromRoute]
    public string Token { get; set; } = "";

    /// <summary>The room, or null when the link is not (or no longer) good.</summary>
    public RoomView? Room { get; private set; }

    public bool MayRegister => registration.IsOpenTo(Room);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Room = await registration.InvitationAsync(Token, cancellationToken);
        if (Room is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!User.IsSignedIn())
        {
            return RedirectToPage("/Account/SignIn", new { invitation = Token });
        }

        Room = await registration.InvitationAsync(Token, cancellationToken);
        if (Room is null || await membership.JoinByInvitationAsync(Token, User.Id(), cancellationToken) is not { } roomId)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/rooms/{roomId}"));
    }
}
