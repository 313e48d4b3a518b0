using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages.Rooms;

/// <summary>Every room that one may see.</summary>
[Authorize]
public sealed class IndexModel(RoomService rooms) : PageModel
{
    public IReadOnlyList<RoomView> Rooms { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Rooms = [.. (await rooms.ListAsync(User.Id(), cancellationToken)).OrderBy(r => r.Name, StringComparer.CurrentCulture)];
}
