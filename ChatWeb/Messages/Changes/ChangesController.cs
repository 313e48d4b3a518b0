using ChatWeb.Accounts;
using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Changes;

/// <summary>One message over JSON: reading, changing and passing it on.</summary>
[ApiController, Authorize, Route("api/chat/rooms/{roomId:long}/messages/{id:long}")]
public sealed class ChangesController(
    MessageChanges changes,
    MessageHistories histories,
    ForwardService forwarding,
    IStringLocalizer<MessageProblems> texts) : ControllerBase
{
    [HttpGet]
    public Task<MessageView> Find(long roomId, long id, CancellationToken cancellationToken) =>
        changes.FindAsync(roomId, id, User.Id(), cancellationToken);

    [HttpPatch]
    public Task<MessageView> Edit(long roomId, long id, EditedMessage edited, CancellationToken cancellationToken) =>
        changes.EditAsync(roomId, id, User.Id(), edited.Body, cancellationToken);

    /// <summary>Answers with the tombstone.</summary>
    [HttpDelete]
    public Task<MessageView> Delete(long roomId, long id, CancellationToken cancellationToken) =>
        changes.DeleteAsync(roomId, id, User.Id(), User.Role(), cancellationToken);

    [HttpGet("history")]
    public Task<MessageHistory> History(long roomId, long id, CancellationToken cancellationToken) =>
        histories.ReadAsync(roomId, id, User.Id(), User.Role(), cancellationToken);

    /// <summary>Answers with the message in the room it went to.</summary>
    [HttpPost("forward")]
    public async Task<IActionResult> Forward(long roomId, long id, ForwardedMessage forwarded, CancellationToken cancellationToken)
    {
        var clientId = ClientIds.Parse(forwarded.ClientId, texts);
        var result = await forwarding.ForwardAsync(roomId, id, User.Id(), forwarded.RoomId ?? 0, clientId, cancellationToken);
        return StatusCode(result.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, result.Message);
    }

    /// <param name="RoomId">Where it goes; without it there is no such room.</param>
    /// <param name="ClientId">The forwarder's own id for the new message.</param>
    public sealed record ForwardedMessage(long? RoomId, string? ClientId);

    public sealed record EditedMessage(string? Body);
}
