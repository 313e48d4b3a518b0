using ChatWeb.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Moderation;

/// <summary>That an account was banned from the server: who decided it, why, and when it was lifted again.</summary>
public sealed class Sanction
{
    public long Id { get; set; }

    public Guid UserId { get; set; }

    /// <summary>1 to <see cref="BanService.MaxReason"/> code points.</summary>
    public string Reason { get; set; } = "";

    public Guid ById { get; set; }

    public DateTimeOffset At { get; set; }

    public Guid? LiftedById { get; set; }

    public DateTimeOffset? LiftedAt { get; set; }
}

internal sealed class SanctionConfiguration : IEntityTypeConfiguration<Sanction>
{
    public void Configure(EntityTypeBuilder<Sanction> sanction)
    {
        sanction.ToTable("Sanctions");
        sanction.Property(s => s.Reason).HasMaxLength(2 * BanService.MaxReason);

        // One that holds at most, whoever bans at once.
        sanction.HasIndex(s => s.UserId).IsUnique().HasFilter("LiftedAt IS NULL");
        sanction.HasOne<ChatUser>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
