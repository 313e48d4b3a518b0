namespace ChatWeb.Messages.Mentions;

/// <summary>What is said of mentions, in <c>MentionTexts.resx</c>.</summary>
public sealed class MentionTexts;
