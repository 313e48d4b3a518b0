using ChatWeb.Accounts;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ChatWeb.Messages.Pins;

/// <summary>Pins over JSON: 200 when something changed, 204 when it was so already.</summary>
[ApiController, Authorize, Route("api/chat/rooms/{roomId:long}")]
public sealed class PinsController(PinService pins, RoomService rooms) : ControllerBase
{
    [HttpGet("pins")]
    public async Task<PinnedMessages> List(long roomId, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(roomId, User.Id(), cancellationToken) ?? throw Problems.NotFound();
        return new PinnedMessages(await pins.ListAsync(room.Id, cancellationToken));
    }

    [HttpPut("messages/{messageId:long}/pin")]
    public Task<IActionResult> Pin(long roomId, long messageId, CancellationToken cancellationToken) =>
        SetAsync(roomId, messageId, isPinned: true, cancellationToken);

    [HttpDelete("messages/{messageId:long}/pin")]
    public Task<IActionResult> Unpin(long roomId, long messageId, CancellationToken cancellationToken) =>
        SetAsync(roomId, messageId, isPinned: false, cancellationToken);

    private async Task<IActionResult> SetAsync(long roomId, long messageId, bool isPinned, CancellationToken cancellationToken) =>
        await pins.SetAsync(roomId, messageId, User.Id(), User.Role(), isPinned, cancellationToken) ? Ok() : NoContent();

    /// <param name="Messages">The newest pin first.</param>
    public sealed record PinnedMessages(IReadOnlyList<MessageView> Messages);
}
