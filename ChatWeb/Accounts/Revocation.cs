using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Accounts;

/// <summary>
/// A line of the log of sessions that ended, written in the transaction that ended them. It tells every process whose
/// open streams to look at, whatever the bus lost, by reading what was added since a second ago.
/// </summary>
public sealed class Revocation
{
    public long Id { get; set; }

    public Guid UserId { get; set; }

    /// <summary>The session that ended, or null for all that the user had.</summary>
    public Guid? SessionId { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class RevocationConfiguration : IEntityTypeConfiguration<Revocation>
{
    public void Configure(EntityTypeBuilder<Revocation> revocation) => revocation.ToTable("Revocations");
}
