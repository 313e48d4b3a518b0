using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Messages.Reactions;

/// <summary>That somebody answered a message with an emoji.</summary>
public sealed class Reaction
{
    public long MessageId { get; set; }

    public string Emoji { get; set; } = "";

    public Guid UserId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class ReactionConfiguration : IEntityTypeConfiguration<Reaction>
{
    public void Configure(EntityTypeBuilder<Reaction> reaction)
    {
        reaction.ToTable("Reactions");
        reaction.HasKey(r => new { r.MessageId, r.Emoji, r.UserId });
        reaction.Property(r => r.Emoji).HasMaxLength(Emoji.MaxLength);
        reaction.HasOne<Message>().WithMany().HasForeignKey(r => r.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}
