using ChatWeb.Accounts;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages.Rooms;

/// <summary>Asks once more before a room is deleted with all that is in it.</summary>
[Authorize]
public sealed class DeleteModel(RoomService rooms, RoomKeeping keeping) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    public RoomView Room { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Room = await rooms.FindAsync(Id, User.Id(), cancellationToken) ?? throw Problems.NotFound();
        return (await keeping.RightsAsync(Id, User.Id(), User.Role(), cancellationToken)).MayDelete
            ? Page()
            : throw Problems.OfStatus(StatusCodes.Status403Forbidden);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await keeping.DeleteAsync(Id, User.Id(), User.Role(), cancellationToken);
        return this.SeeOther("/rooms");
    }
}
