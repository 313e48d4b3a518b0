using ChatWeb.Streaming.Signals;

namespace ChatWeb.Streaming;

/// <summary>
/// What a process says of the people who listen to rooms there: what changed, or a piece of all that holds. A signal
/// without rooms only says that the process lives.
/// </summary>
/// <param name="NodeId">The process, from its start to its end.</param>
/// <param name="Number">Rises with every signal of the process: of two that speak of the same person the higher one holds, in whichever order they come.</param>
/// <param name="Whole">In this stretch there is nobody besides those in <paramref name="Rooms"/>; null for changes alone.</param>
/// <param name="Rooms">At most <see cref="PresencePieces.MaxEntries"/> rooms, people here and people gone, all counted.</param>
public sealed record PresenceSignal(Guid NodeId, long Number, PresenceRange? Whole, IReadOnlyList<RoomPeople> Rooms) : BusSignal;

/// <summary>A process stops: its connections are gone, and its people unless they come back elsewhere.</summary>
public sealed record NodeStoppedSignal(Guid NodeId) : BusSignal;

/// <summary>People of a room in one process.</summary>
/// <param name="Connections">All that the process has in the room.</param>
/// <param name="Here">People who are here.</param>
/// <param name="Left">People who are not, any more.</param>
public sealed record RoomPeople(long RoomId, int Connections, IReadOnlyList<PersonHere> Here, IReadOnlyList<Guid> Left);

/// <summary>A stretch of all places in all rooms.</summary>
/// <param name="After">Begins after this.</param>
/// <param name="UpTo">Ends with this.</param>
public sealed record PresenceRange(PresencePlace After, PresencePlace UpTo);

/// <summary>A person's place in the order in which a process tells all that holds: by room, in it by user.</summary>
public readonly record struct PresencePlace(long RoomId, Guid UserId) : IComparable<PresencePlace>
{
    public static readonly PresencePlace First = new(0, Guid.Empty);
    public static readonly PresencePlace Last = new(long.MaxValue, Guid.AllBitsSet);

    public int CompareTo(PresencePlace other) =>
        RoomId.CompareTo(other.RoomId) is not 0 and var order ? order : UserId.CompareTo(other.UserId);
}
