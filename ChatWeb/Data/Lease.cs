using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Data;

/// <summary>Who of all nodes may do a piece of work, and until when.</summary>
public sealed class Lease
{
    public string Name { get; set; } = "";

    /// <summary>The node: <see cref="Leases.Node"/> of its process.</summary>
    public string Holder { get; set; } = "";

    /// <summary>From then on anybody may take it.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}

internal sealed class LeaseConfiguration : IEntityTypeConfiguration<Lease>
{
    public void Configure(EntityTypeBuilder<Lease> lease)
    {
        lease.ToTable("Leases");
        lease.HasKey(l => l.Name);
        lease.Property(l => l.Name).HasMaxLength(100);
        lease.Property(l => l.Holder).HasMaxLength(100);
    }
}
