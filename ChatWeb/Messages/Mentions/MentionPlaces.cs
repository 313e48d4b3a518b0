using ChatWeb.Data;

namespace ChatWeb.Messages.Mentions;

/// <summary>Where somebody was named, as other features may know it.</summary>
public sealed class MentionPlace
{
    public required long RoomId { get; init; }

    /// <summary>The message's number in its room.</summary>
    public required long Number { get; init; }

    /// <summary>
    /// Who; <see cref="Mention.Everybody"/> for all of the room, the sender too: until they have read it, their own
    /// message is one that they have not read.
    /// </summary>
    public required Guid UserId { get; init; }
}

public static class MentionPlaces
{
    /// <summary>All of them, to count those that a reader has not read: a message that names everybody names nobody besides.</summary>
    public static IQueryable<MentionPlace> Mentioned(this ChatDbContext db) =>
        db.Mentions
            .Where(m => m.UserId == Mention.Everybody
                || !db.Mentions.Any(all => all.RoomId == m.RoomId && all.Number == m.Number && all.UserId == Mention.Everybody))
            .Select(m => new MentionPlace { RoomId = m.RoomId, Number = m.Number, UserId = m.UserId });
}
