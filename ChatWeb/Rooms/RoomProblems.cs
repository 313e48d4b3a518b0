namespace ChatWeb.Rooms;

/// <summary>The sentences of this folder's refusals, in <c>RoomProblems.resx</c>.</summary>
public sealed class RoomProblems;
