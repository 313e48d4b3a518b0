using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Messages.Reactions;

/// <summary>That somebody answered a message with an emoji.</summary>
public sealed class Reaction
{
    /// <summary>The longest emoji, in UTF-16 units: families with skin tones and subdivision flags have up to 30.</summary>
    public const int MaxEmoji = 32;

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
        reaction.Property(r => r.Emoji).HasMaxLength(Reaction.MaxEmoji);
        reaction.HasOne<Message>().WithMany().HasForeignKey(r => r.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}
