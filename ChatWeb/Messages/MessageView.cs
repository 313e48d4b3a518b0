using ChatWeb.Messages.Attachments;
using ChatWeb.Messages.Reactions;

namespace ChatWeb.Messages;

/// <summary>A message as everybody who may read it sees it; on the wire in snake_case.</summary>
public sealed record MessageView
{
    public required long Id { get; init; }

    public required long RoomId { get; init; }

    /// <summary>Its place in the room: 1, 2, 3 …</summary>
    public required long Number { get; init; }

    /// <summary>The room sequence of its creation.</summary>
    public required long Seq { get; init; }

    public required Guid ClientId { get; init; }

    public required string Type { get; init; }

    public required Guid SenderUuid { get; init; }

    public required string SenderName { get; init; }

    /// <summary>What was typed (Markdown); empty when deleted.</summary>
    public required string Body { get; init; }

    /// <summary>The same as HTML that is safe to insert.</summary>
    public required string Html { get; init; }

    public long? ReplyTo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public DateTimeOffset? PinnedAt { get; init; }

    /// <summary>What it answers, as that stands now.</summary>
    public Quote? Quote { get; init; }

    /// <summary>Who said it first, when it was forwarded.</summary>
    public PersonView? ForwardedFrom { get; init; }

    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];

    public IReadOnlyList<ReactionView> Reactions { get; init; } = [];
}

/// <summary>The beginning of a message that another answers.</summary>
/// <param name="Excerpt">Its first words without marks, empty when it was deleted or says nothing in words.</param>
public sealed record Quote(long MessageId, long Number, Guid SenderUuid, string SenderName, string Excerpt, bool Deleted);

public sealed record PersonView(Guid UserUuid, string UserName);

/// <summary>A stretch of a room's talk, oldest first.</summary>
/// <param name="Head">The room's newest sequence, read before the messages: resuming a stream from it misses nothing.</param>
public sealed record MessagePage(IReadOnlyList<MessageView> Messages, bool HasMoreBefore, bool HasMoreAfter, long Head);
