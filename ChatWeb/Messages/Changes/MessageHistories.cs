using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Changes;

/// <summary>What a message said before, the newest first.</summary>
/// <param name="Message">What it says now.</param>
/// <param name="Versions">At most the last <see cref="MessageHistories.Most"/>.</param>
public sealed record MessageHistory(MessageView Message, IReadOnlyList<MessageVersionView> Versions);

/// <param name="Body">What was typed.</param>
/// <param name="Html">The same as HTML that is safe to insert.</param>
/// <param name="ReplacedAt">Until when it stood.</param>
/// <param name="UserUuid">Who replaced or deleted it.</param>
/// <param name="UserName">Their name.</param>
public sealed record MessageVersionView(string Body, string Html, DateTimeOffset ReplacedAt, Guid UserUuid, string UserName);

/// <summary>Earlier bodies of messages, for those who keep order in the room.</summary>
public sealed class MessageHistories(ChatDbContext db, RoomService rooms, RoomKeeping keeping)
{
    public const int Most = 100;

    /// <exception cref="ProblemException">403: they don't keep order here. 404: no such message for them.</exception>
    public async Task<MessageHistory> ReadAsync(long roomId, long id, Guid userId, UserRole role, CancellationToken cancellationToken)
    {
        _ = await rooms.FindAsync(roomId, userId, cancellationToken) ?? throw Problems.NotFound();
        if (!(await keeping.RightsAsync(roomId, userId, role, cancellationToken)).KeepsOrder)
        {
            throw Problems.OfStatus(StatusCodes.Status403Forbidden);
        }

        var message = (await db.Messages.AsNoTracking().Where(m => m.Id == id && m.RoomId == roomId).ToViewsAsync(db, cancellationToken)).SingleOrDefault()
            ?? throw Problems.NotFound();
        var versions = await db.MessageVersions
            .Where(v => v.MessageId == id)
            .OrderByDescending(v => v.Id)
            .Take(Most)
            .Join(db.Names(), v => v.ReplacedById, u => u.Id, (v, u) => new { v.Id, v.Body, v.ReplacedAt, v.ReplacedById, u.Name })
            .ToListAsync(cancellationToken);
        return new MessageHistory(message, [.. versions
            .OrderByDescending(v => v.Id)
            .Select(v => new MessageVersionView(v.Body, MarkdownRenderer.ToHtml(v.Body), v.ReplacedAt, v.ReplacedById, v.Name))]);
    }
}
