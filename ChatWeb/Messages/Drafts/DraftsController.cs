using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Drafts;

/// <summary>One's own draft in a room. Nothing kept: 204.</summary>
[ApiController, Authorize, Route("api/chat/rooms/{roomId:long}/draft")]
public sealed class DraftsController(DraftService drafts, RoomService rooms, IStringLocalizer<MessageProblems> texts) : ControllerBase
{
    /// <summary>A browser that was offline may come with an old text; one older than this is from a clock that is wrong.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    [HttpGet]
    public async Task<DraftView?> Get(long roomId, CancellationToken cancellationToken) =>
        await rooms.FindAsync(roomId, User.Id(), cancellationToken) is null ? throw Problems.NotFound()
        : await drafts.FindAsync(roomId, User.Id(), cancellationToken);

    [HttpPut]
    public async Task<DraftView?> Put(long roomId, TypedText typed, CancellationToken cancellationToken)
    {
        var age = TimeSpan.FromMilliseconds(typed.AgeMs is >= 0 and var ms && ms <= MaxAge.TotalMilliseconds
            ? ms
            : throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-age", texts["DraftAge", MaxAge.Days], "age_ms"));
        return await drafts.SaveAsync(roomId, User.Id(), typed.Body, age, cancellationToken);
    }

    /// <param name="AgeMs">How long ago it was typed, in milliseconds: clocks differ, and an older text must not replace a newer one.</param>
    public sealed record TypedText(string? Body, long AgeMs = 0);
}
