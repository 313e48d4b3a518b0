using ChatWeb.Accounts;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages.Rooms;

/// <summary>Asks once more before somebody is taken out of a room.</summary>
[Authorize]
public sealed class RemoveMemberModel(RoomService rooms, MembershipService membership, RoomKeeping keeping) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [FromRoute]
    public Guid UserId { get; set; }

    public RoomView Room { get; private set; } = null!;

    public string Name { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Room = await rooms.FindAsync(Id, User.Id(), cancellationToken) ?? throw Problems.NotFound();
        if (!(await keeping.RightsAsync(Id, User.Id(), User.Role(), cancellationToken)).KeepsOrder)
        {
            throw Problems.OfStatus(StatusCodes.Status403Forbidden);
        }

        Name = await membership.NameAsync(Id, UserId, cancellationToken) ?? throw Problems.NotFound();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await keeping.RemoveAsync(Id, User.Id(), User.Role(), UserId, cancellationToken);
        return this.SeeOther($"/rooms/{Id}");
    }
}
