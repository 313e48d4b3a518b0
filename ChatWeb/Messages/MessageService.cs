using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages;

/// <summary>Reads the talk of a room in pages.</summary>
public sealed class MessageService(ChatDbContext db, IStringLocalizer<MessageProblems> texts)
{
    /// <summary>The most messages in one page.</summary>
    public const int MaxPage = 50;

    /// <summary>Messages read before that stand above the first unread one, so that it is understood.</summary>
    private const int Context = 5;

    /// <summary>
    /// The page a reader opens the room with: the newest messages, or those around the first unread one when the newest
    /// would begin after it.
    /// </summary>
    /// <param name="room">As for <see cref="PageAsync"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<MessagePage> OpenAsync(RoomView room, CancellationToken cancellationToken)
    {
        var unread = room.Member ? room.LastNumber - room.LastReadNumber : 0;
        return unread > MaxPage - Context
            ? await ReadAsync(room, long.MaxValue, Math.Max(0, room.LastReadNumber - Context), onward: true, MaxPage, cancellationToken)
            : await ReadAsync(room, long.MaxValue, 0, onward: false, MaxPage, cancellationToken);
    }

    /// <summary>
    /// A page of messages, oldest first: before a message, after one, between two, or (neither) the newest. Costs the
    /// same in a long room as in a short one.
    /// </summary>
    /// <param name="room">
    /// The room as the reader saw it just before: whatever is committed while the messages are read is both in them and
    /// in a stream from its head.
    /// </param>
    /// <param name="before">The id of a message of the room, or null.</param>
    /// <param name="after">The id of a message of the room, or null.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProblemException">400: the limit is out of range, or the room has no such message.</exception>
    public async Task<MessagePage> PageAsync(RoomView room, long? before, long? after, int limit, CancellationToken cancellationToken)
    {
        Check(limit);
        var below = await NumberOfAsync(room.Id, before, "before", cancellationToken) ?? long.MaxValue;
        var above = await NumberOfAsync(room.Id, after, "after", cancellationToken) ?? 0;
        return await ReadAsync(room, below, above, onward: after is not null, limit, cancellationToken);
    }

    /// <summary>
    /// The page with a message in its middle, as far as the room reaches: what a link to a message opens. Costs the same
    /// wherever that is.
    /// </summary>
    /// <param name="room">As for <see cref="PageAsync"/>.</param>
    /// <param name="messageId">The id of a message of the room.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ProblemException">400: the limit is out of range, or the room has no such message.</exception>
    public async Task<MessagePage> AroundAsync(RoomView room, long messageId, int limit, CancellationToken cancellationToken)
    {
        Check(limit);
        var number = await NumberOfAsync(room.Id, messageId, "around", cancellationToken) ?? 0;
        var above = Math.Max(0, Math.Min(number - 1 - (limit / 2), room.LastNumber - limit));
        return await ReadAsync(room, long.MaxValue, above, onward: true, limit, cancellationToken);
    }

    /// <inheritdoc cref="AroundAsync(RoomView, long, int, CancellationToken)"/>
    public Task<MessagePage> AroundAsync(RoomView room, long messageId, CancellationToken cancellationToken) =>
        AroundAsync(room, messageId, MaxPage, cancellationToken);

    private void Check(int limit)
    {
        if (limit is < 1 or > MaxPage)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-limit", texts["Limit", MaxPage], "limit");
        }
    }

    private async Task<MessagePage> ReadAsync(RoomView room, long below, long above, bool onward, int limit, CancellationToken cancellationToken)
    {
        var within = db.Messages.AsNoTracking().Where(m => m.RoomId == room.Id && m.Number < below && m.Number > above);
        var messages = await (onward ? within.OrderBy(m => m.Number) : within.OrderByDescending(m => m.Number))
            .Take(limit)
            .ToViewsAsync(db, cancellationToken);
        messages.Sort((one, other) => one.Number.CompareTo(other.Number));

        // Numbers have no gaps, so what lies beyond the page is told by them alone.
        var first = messages.Count > 0 ? messages[0].Number : Math.Min(below, Math.Max(above, room.LastNumber) + 1);
        var last = messages.Count > 0 ? messages[^1].Number : first - 1;
        return new MessagePage(messages, first > 1, last < room.LastNumber, room.Head);
    }

    private async Task<long?> NumberOfAsync(long roomId, long? messageId, string field, CancellationToken cancellationToken)
    {
        if (messageId is null)
        {
            return null;
        }

        var number = await db.Messages
            .Where(m => m.Id == messageId && m.RoomId == roomId)
            .Select(m => (long?)m.Number)
            .SingleOrDefaultAsync(cancellationToken);
        return number ?? throw new ProblemException(StatusCodes.Status400BadRequest, "unknown-message", texts["Cursor"], field);
    }
}
