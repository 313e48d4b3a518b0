using ChatWeb.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Messages.Mentions;

/// <summary>That a message names somebody. How many of them a reader has not read is counted from these rows.</summary>
public sealed class Mention
{
    /// <summary>The <see cref="UserId"/> of one that names everybody in the room.</summary>
    public static readonly Guid Everybody = Guid.Empty;

    public long RoomId { get; set; }

    /// <summary>The message's number in its room.</summary>
    public long Number { get; set; }

    public Guid UserId { get; set; }

    public long MessageId { get; set; }

    /// <summary>As it was typed: so the message shows whom it names after they took another name.</summary>
    public string Name { get; set; } = "";
}

internal sealed class MentionConfiguration : IEntityTypeConfiguration<Mention>
{
    public void Configure(EntityTypeBuilder<Mention> mention)
    {
        mention.ToTable("Mentions");
        mention.HasKey(m => new { m.RoomId, m.Number, m.UserId });
        mention.Property(m => m.Name).HasMaxLength(2 * DisplayNames.MaxLength);
        mention.HasIndex(m => new { m.UserId, m.RoomId, m.Number });
        mention.HasOne<Message>().WithMany().HasForeignKey(m => m.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}
