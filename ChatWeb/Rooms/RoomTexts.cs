namespace ChatWeb.Rooms;

/// <summary>What the screens about rooms say, in <c>RoomTexts.resx</c>.</summary>
public sealed class RoomTexts;
