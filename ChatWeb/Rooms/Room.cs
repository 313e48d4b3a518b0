using ChatWeb.Accounts;
using ChatWeb.Streaming;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatWeb.Rooms;

public enum RoomKind
{
    /// <summary>Everybody signed in may read it and join.</summary>
    Public = 0,

    /// <summary>Only its members know that it exists; one joins by its invitation link.</summary>
    Private = 1,
}

public sealed class Room
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    public string Topic { get; set; } = "";

    public RoomKind Kind { get; set; }

    public Guid CreatedById { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The sequence of the newest durable change, 0 before the first. Raised only by <c>RoomLog.AppendAsync</c>.</summary>
    public long LastSeq { get; set; }

    /// <summary>The number of the newest message, 0 before the first. Unread is this less the member's own.</summary>
    public long LastNumber { get; set; }

    public DateTimeOffset? LastMessageAt { get; set; }

    /// <summary>How many members it has; kept in the same transaction as joining and leaving.</summary>
    public int MemberCount { get; set; }

    /// <summary>The secret of the room's invitation link, unguessable: 128 random bits, base64url.</summary>
    public string InvitationToken { get; set; } = "";

    /// <summary>When the room was deleted: from then on no query finds it, and <see cref="RoomPurge"/> clears it away.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}

internal sealed class RoomConfiguration : IEntityTypeConfiguration<Room>
{
    public void Configure(EntityTypeBuilder<Room> room)
    {
        room.ToTable("Rooms");
        room.HasQueryFilter(r => r.DeletedAt == null);
        room.Property(r => r.Name).HasMaxLength(2 * RoomNames.MaxLength);
        room.Property(r => r.Topic).HasMaxLength(2 * RoomNames.MaxTopicLength);
        room.Property(r => r.InvitationToken).HasMaxLength(64).IsUnicode(false);

        // A database that takes a for A, as SQL Server's usually do, still leaves more than 100 of its 128 bits.
        room.HasIndex(r => r.InvitationToken).IsUnique();
        room.HasIndex(r => r.Kind);
        room.HasMany<RoomEvent>().WithOne().HasForeignKey(e => e.RoomId).OnDelete(DeleteBehavior.Cascade);
        room.HasOne<ChatUser>().WithMany().HasForeignKey(r => r.CreatedById).OnDelete(DeleteBehavior.Restrict);
    }
}
