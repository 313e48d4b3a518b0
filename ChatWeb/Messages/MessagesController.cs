using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages;

/// <summary>The talk over JSON.</summary>
[ApiController, Authorize, Route("api/chat/rooms/{roomId:long}/messages")]
public sealed class MessagesController(
    MessageService messages,
    PostingService posting,
    RoomService rooms,
    IStringLocalizer<MessageProblems> texts) : ControllerBase
{
    [HttpGet]
    public async Task<MessagePage> Page(long roomId, long? before, long? after, long? around, CancellationToken cancellationToken, int limit = MessageService.MaxPage)
    {
        var room = await rooms.FindAsync(roomId, User.Id(), cancellationToken) ?? throw Problems.NotFound();
        return around is { } middle
            ? await messages.AroundAsync(room, middle, limit, cancellationToken)
            : await messages.PageAsync(room, before, after, limit, cancellationToken);
    }

    [HttpPost]
    public async Task<IActionResult> Post(long roomId, PostedMessage posted, CancellationToken cancellationToken)
    {
        var message = new NewMessage(posted.Body, ClientIds.Parse(posted.ClientId, texts), posted.ReplyTo, posted.Attachments);
        var result = await posting.PostAsync(roomId, User.Id(), message, cancellationToken);
        return StatusCode(result.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, result.Message);
    }

    public sealed record PostedMessage(string? Body, string? ClientId, long? ReplyTo, IReadOnlyList<long>? Attachments);
}
