using ChatWeb.Accounts;
using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Rooms;

/// <summary>Rooms over JSON.</summary>
[ApiController, Authorize, Route("api/chat/rooms")]
public sealed class RoomsController(RoomService rooms, MembershipService membership, RoomKeeping keeping, MemberSearch search, IStringLocalizer<RoomProblems> texts) : ControllerBase
{
    [HttpGet]
    public async Task<RoomList> List(CancellationToken cancellationToken) =>
        new(await rooms.ListAsync(User.Id(), cancellationToken));

    [HttpGet("{roomId:long}")]
    public async Task<RoomView> Get(long roomId, CancellationToken cancellationToken) =>
        await rooms.FindAsync(roomId, User.Id(), cancellationToken) ?? throw Problems.NotFound();

    [HttpPost]
    public async Task<IActionResult> Create(NewRoom room, CancellationToken cancellationToken)
    {
        var kind = room.Kind switch
        {
            "public" => RoomKind.Public,
            "private" => RoomKind.Private,
            _ => throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-kind", texts["KindUnknown"], "kind"),
        };
        var created = await rooms.CreateAsync(User.Id(), room.Name, room.Topic, kind, cancellationToken);
        return CreatedAtAction(nameof(Get), new { roomId = created.Id }, created);
    }

    /// <summary>Deletes the room with all that was said in it; for its owner and for administrators.</summary>
    [HttpDelete("{roomId:long}")]
    public async Task<IActionResult> Delete(long roomId, CancellationToken cancellationToken)
    {
        await keeping.DeleteAsync(roomId, User.Id(), User.Role(), cancellationToken);
        return NoContent();
    }

    /// <summary>Members by a few letters of their names, at most 20, who is here first.</summary>
    [HttpGet("{roomId:long}/members")]
    public async Task<FoundMembers> Members(long roomId, string? q, CancellationToken cancellationToken) =>
        new(await search.FindAsync(roomId, User.Id(), q, cancellationToken));

    /// <summary>Takes a member out of the room; for its owner, moderators and administrators.</summary>
    [HttpDelete("{roomId:long}/members/{userId:guid}")]
    public async Task<IActionResult> Remove(long roomId, Guid userId, CancellationToken cancellationToken)
    {
        await keeping.RemoveAsync(roomId, User.Id(), User.Role(), userId, cancellationToken);
        return NoContent();
    }

    [HttpPost("{roomId:long}/join")]
    public async Task<IActionResult> Join(long roomId, CancellationToken cancellationToken) =>
        await membership.JoinAsync(roomId, User.Id(), cancellationToken) ? NoContent() : throw Problems.NotFound();

    [HttpPost("{roomId:long}/leave")]
    public async Task<IActionResult> Leave(long roomId, CancellationToken cancellationToken) =>
        await membership.LeaveAsync(roomId, User.Id(), cancellationToken) ? NoContent() : throw Problems.NotFound();

    [HttpPost("{roomId:long}/read")]
    public async Task<IActionResult> MarkRead(long roomId, ReadMark mark, CancellationToken cancellationToken)
    {
        var number = mark.Number
            ?? throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-number", texts["ReadNumber"], "number");
        await rooms.MarkReadAsync(roomId, User.Id(), number, cancellationToken);
        return NoContent();
    }

    public sealed record FoundMembers(IReadOnlyList<FoundMember> Members);

    public sealed record RoomList(IReadOnlyList<RoomView> Rooms);

    public sealed record NewRoom(string? Name, string? Topic, string? Kind);

    public sealed record ReadMark(long? Number);
}
