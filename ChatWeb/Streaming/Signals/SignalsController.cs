using ChatWeb.Data;
using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ChatWeb.Streaming.Signals;

/// <summary>What goes beside a room's stream: saying that one types, and asking who is here.</summary>
[ApiController, Authorize, Route("chat/sse/{roomId:long}")]
public sealed class SignalsController(ChatDbContext db, IRoomSequences rooms, RoomSignalState state, IOptions<StreamOptions> options) : ControllerBase
{
    /// <summary>The caller types, or has stopped; it holds for ten seconds unless it is said again.</summary>
    [HttpPost("typing")]
    public async Task<IActionResult> Typing(long roomId, TypingState typing, CancellationToken cancellationToken)
    {
        await state.TypeAsync(db, roomId, StreamUser.Of(User), typing.IsTyping ?? throw NotSaid(), cancellationToken);
        return NoContent();
    }

    /// <summary>Who listens to the room in any process, in numbers.</summary>
    [HttpGet("status")]
    public async Task<RoomStatus> Status(long roomId, CancellationToken cancellationToken)
    {
        var head = await rooms.HeadForAsync(db, roomId, User.Id(), cancellationToken) ?? throw Problems.NotFound();
        var (users, connections) = state.Count(roomId);
        return new RoomStatus(roomId, head, users, connections, options.Value.HeartbeatSeconds);
    }

    private static ProblemException NotSaid() =>
        new(StatusCodes.Status400BadRequest, "invalid-input", "is_typing must be true or false.", "is_typing");

    public sealed record TypingState(bool? IsTyping);

    /// <param name="RoomId">The room.</param>
    /// <param name="Head">Its newest sequence.</param>
    /// <param name="OnlineUsers">People who listen to it now.</param>
    /// <param name="Connections">Streams, sockets and waiting polls.</param>
    /// <param name="HeartbeatSeconds">How often a stream says something at least.</param>
    public sealed record RoomStatus(long RoomId, long Head, int OnlineUsers, int Connections, double HeartbeatSeconds);
}
