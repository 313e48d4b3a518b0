using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Messages.Attachments;

/// <summary>A file that was uploaded into a room: first by itself, then part of a message.</summary>
public sealed class Attachment
{
    /// <summary>The longest name, in UTF-16 units, as file systems have it.</summary>
    public const int MaxName = 255;

    public long Id { get; set; }

    /// <summary>Where its bytes lie (<see cref="AttachmentKey"/>). A forwarded message's attachments share the first one's bytes.</summary>
    public string Key { get; set; } = "";

    public long RoomId { get; set; }

    public Guid UploaderId { get; set; }

    /// <summary>The message it belongs to; null until that is sent.</summary>
    public long? MessageId { get; set; }

    /// <summary>Its place among the message's attachments, from 0.</summary>
    public int Place { get; set; }

    /// <summary>What its uploader calls it; never a path.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is by its content, not by its name.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>In bytes.</summary>
    public long Size { get; set; }

    /// <summary>A picture's size in pixels, that its place is kept before it is there.</summary>
    public int? Width { get; set; }

    public int? Height { get; set; }

    /// <summary>Where a smaller version of a picture lies, if there is one.</summary>
    public string? PreviewKey { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class AttachmentConfiguration : IEntityTypeConfiguration<Attachment>
{
    private const int KeyLength = 40;

    public void Configure(EntityTypeBuilder<Attachment> attachment)
    {
        attachment.ToTable("Attachments");
        attachment.Property(a => a.Key).HasMaxLength(KeyLength).IsUnicode(false);
        attachment.Property(a => a.PreviewKey).HasMaxLength(KeyLength).IsUnicode(false);
        attachment.Property(a => a.Name).HasMaxLength(Attachment.MaxName);
        attachment.Property(a => a.ContentType).HasMaxLength(100).IsUnicode(false);
        attachment.HasIndex(a => a.Key);
        attachment.HasIndex(a => a.PreviewKey);
        attachment.HasIndex(a => new { a.UploaderId, a.MessageId });
        attachment.HasOne<Room>().WithMany().HasForeignKey(a => a.RoomId).OnDelete(DeleteBehavior.NoAction);
        attachment.HasOne<Message>().WithMany().HasForeignKey(a => a.MessageId).OnDelete(DeleteBehavior.NoAction);
    }
}
