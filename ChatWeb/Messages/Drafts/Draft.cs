using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Messages.Drafts;

/// <summary>
/// What somebody has begun to write in a room; it follows them from device to device. One that was sent or emptied stays
/// without a body: that something older must not come back is known by its time. It is one row for a person and room.
/// </summary>
public sealed class Draft
{
    public Guid UserId { get; set; }

    public long RoomId { get; set; }

    public string Body { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class DraftConfiguration : IEntityTypeConfiguration<Draft>
{
    public void Configure(EntityTypeBuilder<Draft> draft)
    {
        draft.ToTable("Drafts");
        draft.HasKey(d => new { d.UserId, d.RoomId });
        draft.HasOne<Room>().WithMany().HasForeignKey(d => d.RoomId).OnDelete(DeleteBehavior.Cascade);
    }
}
