namespace ChatWeb.Messages.Emoji;

/// <summary>What choosing an emoji says, in <c>EmojiTexts.resx</c>.</summary>
public sealed class EmojiTexts;
