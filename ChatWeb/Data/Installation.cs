using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Data;

/// <summary>The one row that says which server this database belongs to.</summary>
public sealed class Installation
{
    /// <summary>The id of the only row.</summary>
    public const int TheId = 1;

    public int Id { get; set; } = TheId;

    /// <summary>Names this database's content in shared caches; a restored backup gets a new one.</summary>
    public Guid DatabaseId { get; set; }

    /// <summary>What the server is called; empty until it is set up.</summary>
    public string Name { get; set; } = "";

    /// <summary>When the first account was made, or null before.</summary>
    public DateTimeOffset? SetUpAt { get; set; }
}

internal sealed class InstallationConfiguration : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> installation)
    {
        installation.ToTable("Installation");
        installation.Property(i => i.Id).ValueGeneratedNever();
        installation.Property(i => i.Name).HasMaxLength(200);
    }
}
