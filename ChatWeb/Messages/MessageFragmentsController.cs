using System.Globalization;
using ChatWeb.Components;
using ChatWeb.Http;
using ChatWeb.Messages.Reactions;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ChatWeb.Messages;

/// <summary>What the room's page asks for while it is open, as parts of it. Posting is the page's own form.</summary>
[Authorize, Route("rooms/{roomId:long}")]
public sealed class MessageFragmentsController(MessageService messages, OwnReactions own, RoomService rooms, FragmentRenderer fragments) : Controller
{
    /// <summary>An older page, a newer one, the one around a message, or (with none of them) the newest.</summary>
    [HttpGet("messages")]
    public async Task<IActionResult> Page(long roomId, long? before, long? after, long? around, CancellationToken cancellationToken)
    {
        if (!Request.IsHtmx())
        {
            return Redirect($"{Request.PathBase}/rooms/{roomId}{Request.QueryString}");
        }

        if (!ModelState.IsValid)
        {
            throw Problems.OfStatus(StatusCodes.Status400BadRequest);
        }

        if (await rooms.FindAsync(roomId, User.Id(), cancellationToken) is not { } room)
        {
            throw Problems.NotFound();
        }

        var page = around is { } middle
            ? await messages.AroundAsync(room, middle, cancellationToken)
            : await messages.PageAsync(room, before, after, MessageService.MaxPage, cancellationToken);
        var html = await fragments.RenderAsync<MessagePart>(
            new Dictionary<string, object?>
            {
                [nameof(MessagePart.Page)] = await own.MarkAsync(page, User.Id(), cancellationToken),
                [nameof(MessagePart.Newest)] = before is null && after is null ? room.LastNumber : null,
            },
            CultureInfo.CurrentUICulture);
        return Content(html, "text/html; charset=utf-8");
    }

    /// <summary>The reader has seen everything up to that message.</summary>
    [HttpPost("read")]
    public async Task<IActionResult> MarkRead(long roomId, [FromForm] long number, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            throw Problems.OfStatus(StatusCodes.Status400BadRequest);
        }

        await rooms.MarkReadAsync(roomId, User.Id(), number, cancellationToken);
        return NoContent();
    }
}
