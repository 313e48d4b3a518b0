using System.Globalization;
using ChatWeb.Components;
using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ChatWeb.Rooms;

/// <summary>The room around its talk, as a page takes it in that has missed more changes than the stream can bring.</summary>
[Authorize, Route("rooms/{roomId:long}/state")]
public sealed class RoomStateController(RoomService rooms, MembershipService membership, FragmentRenderer fragments) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(long roomId, CancellationToken cancellationToken)
    {
        if (!Request.IsHtmx())
        {
            return Redirect($"{Request.PathBase}/rooms/{roomId}");
        }

        var room = await rooms.FindAsync(roomId, User.Id(), cancellationToken) ?? throw Problems.NotFound();
        var html = await fragments.RenderAsync<RoomState>(
            new Dictionary<string, object?>
            {
                [nameof(RoomState.Room)] = room,
                [nameof(RoomState.Members)] = await membership.MembersAsync(roomId, cancellationToken),
            },
            CultureInfo.CurrentUICulture);
        return Content(html, "text/html; charset=utf-8");
    }
}
