namespace ChatWeb.Messages.Mentions;

/// <summary>What names a group of people instead of one.</summary>
internal static class MentionWords
{
    /// <summary>Who is in the room just now.</summary>
    public const string Here = "here";

    /// <summary>Everybody who belongs to it.</summary>
    public const string Room = "room";

    /// <summary>The word that it is in whatever case, or null.</summary>
    public static string? Of(string name) =>
        name.Equals(Here, StringComparison.OrdinalIgnoreCase) ? Here
        : name.Equals(Room, StringComparison.OrdinalIgnoreCase) ? Room
        : null;
}
