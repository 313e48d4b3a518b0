using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Streaming;

internal sealed class RoomEventConfiguration : IEntityTypeConfiguration<RoomEvent>
{
    public void Configure(EntityTypeBuilder<RoomEvent> roomEvent)
    {
        roomEvent.ToTable("RoomEvents");
        roomEvent.HasKey(e => new { e.RoomId, e.Seq });
        roomEvent.Property(e => e.RoomId).ValueGeneratedNever();
        roomEvent.Property(e => e.Seq).ValueGeneratedNever();
    }
}
