using ChatWeb.Data;

namespace ChatWeb.Rooms;

/// <summary>What a feature keeps in rooms, and takes away when a room was deleted.</summary>
public interface IRoomContent
{
    /// <summary>Removes at most so many rows of the room and returns how many; 0 when none is left.</summary>
    Task<int> RemoveAsync(ChatDbContext tx, long roomId, int most, CancellationToken cancellationToken);
}
