using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ChatWeb.Messages.Reactions;

/// <summary>Reacting over JSON: 200 when something changed, 204 when it was so already.</summary>
[ApiController, Authorize, Route("api/chat/rooms/{roomId:long}/messages/{messageId:long}/reactions/{emoji}")]
public sealed class ReactionsController(ReactionService reactions) : ControllerBase
{
    [HttpPut]
    public Task<IActionResult> Add(long roomId, long messageId, string emoji, CancellationToken cancellationToken) =>
        SetAsync(roomId, messageId, emoji, isThere: true, cancellationToken);

    [HttpDelete]
    public Task<IActionResult> Remove(long roomId, long messageId, string emoji, CancellationToken cancellationToken) =>
        SetAsync(roomId, messageId, emoji, isThere: false, cancellationToken);

    private async Task<IActionResult> SetAsync(long roomId, long messageId, string emoji, bool isThere, CancellationToken cancellationToken) =>
        await reactions.SetAsync(roomId, messageId, User.Id(), emoji, isThere, cancellationToken) ? Ok() : NoContent();
}
