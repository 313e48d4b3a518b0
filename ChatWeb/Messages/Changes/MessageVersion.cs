using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Messages.Changes;

/// <summary>What a message said before it was edited or deleted, for moderators.</summary>
public sealed class MessageVersion
{
    public long Id { get; set; }

    public long MessageId { get; set; }

    public string Body { get; set; } = "";

    /// <summary>When it ceased to say this.</summary>
    public DateTimeOffset ReplacedAt { get; set; }

    /// <summary>Who edited or deleted it.</summary>
    public Guid ReplacedById { get; set; }
}

internal sealed class MessageVersionConfiguration : IEntityTypeConfiguration<MessageVersion>
{
    public void Configure(EntityTypeBuilder<MessageVersion> version)
    {
        version.ToTable("MessageVersions");
        version.HasOne<Message>().WithMany().HasForeignKey(v => v.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}
