using ChatWeb.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Rooms;

public enum RoomRole
{
    Member = 0,
    Owner = 1,
}

/// <summary>That a user belongs to a room, and how far they have read it.</summary>
public sealed class RoomMember
{
    public long RoomId { get; set; }

    public Guid UserId { get; set; }

    public RoomRole Role { get; set; }

    public DateTimeOffset JoinedAt { get; set; }

    /// <summary>The room's sequence at which they joined, so that streams know what came after; 0 for who made the room.</summary>
    public long JoinedSeq { get; set; }

    /// <summary>The number of the newest message the member has read; never moves back.</summary>
    public long LastReadNumber { get; set; }
}

internal sealed class RoomMemberConfiguration : IEntityTypeConfiguration<RoomMember>
{
    public void Configure(EntityTypeBuilder<RoomMember> member)
    {
        member.ToTable("RoomMembers");
        member.HasKey(m => new { m.RoomId, m.UserId });
        member.HasIndex(m => m.UserId);
        member.HasOne<Room>().WithMany().HasForeignKey(m => m.RoomId).OnDelete(DeleteBehavior.Cascade);
        member.HasOne<ChatUser>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
