using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages;

/// <summary>The front door: leads to where the visitor wants to be.</summary>
public sealed class IndexModel(InstallationState installation, RoomService rooms) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!installation.IsSetUp)
        {
            return Redirect("/setup");
        }

        if (User.Identity is not { IsAuthenticated: true })
        {
            return Redirect("/account/sign-in");
        }

        var own = (await rooms.ListAsync(User.Id(), cancellationToken)).Where(r => r.Member);
        return own.MaxBy(r => r.LastMessageAt ?? DateTimeOffset.MinValue) is { } newest
            ? Redirect($"/rooms/{newest.Id}")
            : Redirect("/rooms");
    }
}
