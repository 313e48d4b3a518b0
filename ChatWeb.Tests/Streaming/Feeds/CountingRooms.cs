using System.Text.Json;
using ChatWeb.Data;
using ChatWeb.Streaming.Feeds;

namespace ChatWeb.Tests.Streaming.Feeds;

/// <summary>Everybody belongs to all rooms, and has read up to the fifth of nine messages.</summary>
internal sealed class CountingRooms : IUserRooms
{
    public const int Rooms = 50;

    public int Queries { get; private set; }

    public Dictionary<long, long> LastNumbers { get; } = Enumerable.Range(1, Rooms).ToDictionary(id => (long)id, _ => 9L);

    public long Mentions { get; init; }

    /// <summary>Whose mentions were counted.</summary>
    public List<Guid> Counted { get; } = [];

    public Task<IReadOnlyDictionary<Guid, long>> MentionCountsAsync(long roomId, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        Queries++;
        Counted.AddRange(userIds);
        return Task.FromResult<IReadOnlyDictionary<Guid, long>>(userIds.ToDictionary(id => id, _ => Mentions));
    }

    public Task<IReadOnlyList<UserRoom>> OfAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        Queries++;
        return Task.FromResult<IReadOnlyList<UserRoom>>(
            [.. userIds.SelectMany(user => LastNumbers.Select(room => new UserRoom(user, room.Key, room.Value, 5, 0)))]);
    }

    public Task<IReadOnlyDictionary<long, long>> LastNumbersAsync(IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken)
    {
        Queries++;
        return Task.FromResult<IReadOnlyDictionary<long, long>>(LastNumbers.Where(room => roomIds.Contains(room.Key)).ToDictionary());
    }

    public Task<IReadOnlyDictionary<long, JsonElement>> ViewsAsync(Guid userId, IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<long>> IdsAsync(ChatDbContext db, Guid userId, int most, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<UserRoomPlace>> PlacesAsync(ChatDbContext db, Guid userId, IReadOnlyCollection<long> roomIds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
