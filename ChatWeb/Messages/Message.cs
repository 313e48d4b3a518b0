using ChatWeb.Accounts;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Messages;

public enum MessageKind
{
    /// <summary>Markdown that somebody typed.</summary>
    Text = 0,

    /// <summary>What its sender does, written with <c>/me</c>.</summary>
    Action = 1,

    /// <summary>A line of the room itself, say that its topic changed; its sender is who did that.</summary>
    Notice = 2,
}

/// <summary>One message. Deleting leaves a tombstone, so numbers keep their place.</summary>
public sealed class Message
{
    public long Id { get; set; }

    public long RoomId { get; set; }

    /// <summary>Its place in the room: 1, 2, 3 … without gaps.</summary>
    public long Number { get; set; }

    /// <summary>The room sequence of its creation; never changes.</summary>
    public long Seq { get; set; }

    public Guid SenderId { get; set; }

    /// <summary>The sender's own id for it (or one given here), which makes sending again harmless.</summary>
    public Guid ClientId { get; set; }

    public MessageKind Kind { get; set; }

    /// <summary>What was typed: Markdown, at most <c>Chat:Posting:MaxBody</c> code points.</summary>
    public string Body { get; set; } = "";

    public long? ReplyToId { get; set; }

    /// <summary>Who said it first, when it was forwarded from another talk. That talk is not named: the reader may not know of it.</summary>
    public Guid? ForwardedFromId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>Since when it is a tombstone: the body is empty then, and <see cref="Changes.MessageVersion"/> keeps it for moderators.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public DateTimeOffset? PinnedAt { get; set; }

    public Guid? PinnedById { get; set; }
}

internal sealed class MessageConfiguration : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> message)
    {
        message.ToTable("Messages");
        message.HasIndex(m => new { m.RoomId, m.Number }).IsUnique();
        message.HasIndex(m => new { m.RoomId, m.SenderId, m.ClientId }).IsUnique();
        message.HasIndex(m => new { m.RoomId, m.PinnedAt }).HasFilter("[PinnedAt] IS NOT NULL");
        message.HasOne<Room>().WithMany().HasForeignKey(m => m.RoomId).OnDelete(DeleteBehavior.Cascade);
        message.HasOne<ChatUser>().WithMany().HasForeignKey(m => m.SenderId).OnDelete(DeleteBehavior.Restrict);
        message.HasOne<Message>().WithMany().HasForeignKey(m => m.ReplyToId).OnDelete(DeleteBehavior.NoAction);
    }
}
