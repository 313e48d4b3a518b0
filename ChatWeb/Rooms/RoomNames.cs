namespace ChatWeb.Rooms;

/// <summary>The rules for a room's name and topic, in Unicode code points.</summary>
public static class RoomNames
{
    public const int MaxLength = 80;

    public const int MaxTopicLength = 250;
}
