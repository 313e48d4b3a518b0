namespace ChatWeb.Moderation;

/// <summary>Marks the texts of moderation.</summary>
public sealed class ModerationTexts;
