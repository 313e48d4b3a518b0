using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Accounts;

/// <summary>
/// One sign-in by cookie or token. It holds as long as the row is there and the user's security stamp is still the
/// one it was begun with: signing out removes the row, and whatever renews the stamp ends all sessions of the user.
/// </summary>
public sealed class SignInSession
{
    /// <summary>What the cookie, or both tokens, carry as the claim <see cref="ChatClaims.Session"/>.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid UserId { get; set; }

    /// <summary>The user's security stamp at sign-in.</summary>
    public string Stamp { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>By then every cookie and token of it has run out, and the row may go.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}

internal sealed class SignInSessionConfiguration : IEntityTypeConfiguration<SignInSession>
{
    public void Configure(EntityTypeBuilder<SignInSession> session)
    {
        session.ToTable("SignInSessions");
        session.Property(s => s.Id).ValueGeneratedNever();
        session.Property(s => s.Stamp).HasMaxLength(64);
        session.HasIndex(s => s.ExpiresAt);
        session.HasOne<ChatUser>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
