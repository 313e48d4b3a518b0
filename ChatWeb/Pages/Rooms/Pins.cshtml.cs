using ChatWeb.Http;
using ChatWeb.Messages;
using ChatWeb.Messages.Pins;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages.Rooms;

/// <summary>A room's pinned messages: a page, or (for the dialog of the room's page) the list alone.</summary>
[Authorize]
public sealed class PinsModel(RoomService rooms, PinService pins) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    public RoomView Room { get; private set; } = null!;

    public IReadOnlyList<MessageView> Messages { get; private set; } = [];

    public bool IsPart => Request.IsHtmx();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Room = await rooms.FindAsync(Id, User.Id(), cancellationToken) ?? throw Problems.NotFound();
        Messages = await pins.ListAsync(Id, cancellationToken);
    }
}
